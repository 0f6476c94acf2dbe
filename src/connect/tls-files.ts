import { X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import { tryRead } from "./settings/read-text.ts";
import type { TlsWhere } from "./where.ts";

/** The PEM texts that Node is to use. */
export interface TlsFiles {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** A file for TLS cannot be used; the message is part of a sentence. */
export class TlsFileError extends Error {}

/**
 * Reads the files for TLS and makes sure that they can be used.
 * @throws TlsFileError
 */
export function loadTlsFiles({ ca, cert, key }: TlsWhere): TlsFiles {
  const files = { ...read("ca", ca), ...read("cert", cert), ...read("key", key) };
  try {
    createSecureContext(files);
    // Of a CA that is none Node makes nothing, and would then blame the server's certificate.
    if (files.ca !== undefined) void new X509Certificate(files.ca);
  } catch (error) {
    const names = [ca, cert, key].filter((name) => name !== null).join(", ");
    throw new TlsFileError(
      `the files for TLS, ${names}, cannot be used (${(error as Error).message}). They are to be PEM, the key without a passphrase and that of the certificate`,
      { cause: error },
    );
  }
  return files;
}

function read(name: keyof TlsFiles, path: string | null): TlsFiles {
  if (path === null) return {};
  const found = tryRead(path);
  if ("text" in found) return { [name]: found.text };
  throw new TlsFileError(`the file ${path} for ssl-${name} cannot be read: ${found.reason}`);
}
