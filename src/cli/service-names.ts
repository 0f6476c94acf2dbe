/** The services in the users' words. */
export const SERVICES = ["glance", "nova", "nova-api", "cinder", "keystone"] as const;
