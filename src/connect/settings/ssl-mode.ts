import { SSL_MODES, type SslMode } from "../where.ts";

const YES = /^(1|true|yes|on)$/i;
const NO = /^(0|false|no|off)$/i;

/** A mode in either case, undefined if it is none. */
export function parseSslMode(text: string): SslMode | undefined {
  return SSL_MODES.find((mode) => mode === text.toUpperCase());
}

/** What a switch says: alone, it is on. undefined if it says neither yes nor no. */
export function parseSwitch(value: string | null): boolean | undefined {
  if (value === null || YES.test(value)) return true;
  return NO.test(value) ? false : undefined;
}

/** Whether a mode has the server's certificate checked. */
export function verifies(mode: SslMode): boolean {
  return mode === "VERIFY_CA" || mode === "VERIFY_IDENTITY";
}
