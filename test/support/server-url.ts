import { ADMIN } from "./data-directory.ts";

/** `mysql://` URL of an account on 127.0.0.1. */
export function serverUrl(
  port: number,
  database = "",
  { user, password }: { readonly user: string; readonly password: string } = ADMIN,
): string {
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return `mysql://${login}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}
