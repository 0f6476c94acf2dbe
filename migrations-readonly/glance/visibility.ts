/** What images.visibility may hold since Ocata, in upstream's order. */
export const VISIBILITIES = ["private", "public", "shared", "community"] as const;
