import { createHash, type Hash } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
  type Stats,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { IncompleteError, UsageError } from "../errors.ts";
import type { Sink } from "./sink.ts";

/** A file that is written whole or not at all: a temporary neighbour takes its name at the end. */
export class OutputFile implements Sink {
  readonly #path: string;
  readonly #force: boolean;
  readonly #temporary: string;
  readonly #hash: Hash = createHash("sha256");
  #descriptor: number | null;

  /** @throws UsageError if the file exists and may not be replaced, or cannot be made where it is wanted */
  constructor(path: string, force: boolean) {
    this.#path = resolve(path);
    this.#force = force;
    this.#temporary = join(dirname(this.#path), `.${basename(this.#path)}.${process.pid}.part`);
    refuseExisting(this.#path, force);
    try {
      this.#descriptor = openSync(this.#temporary, "wx");
    } catch (error) {
      throw new UsageError(`--output ${path} cannot be written: ${(error as Error).message}.`, error);
    }
  }

  /** What was written, as hex SHA-256: valid once finished. */
  get sha256(): string {
    return this.#hash.copy().digest("hex");
  }

  async write(text: string | Uint8Array): Promise<void> {
    if (this.#descriptor === null) return;
    const bytes = typeof text === "string" ? Buffer.from(text) : text;
    this.#hash.update(bytes);
    try {
      for (let from = 0; from < bytes.length;) from += writeSync(this.#descriptor, bytes, from);
    } catch (error) {
      this.discard();
      throw new IncompleteError(
        `Writing ${this.#path} failed: ${(error as Error).message}. No file was left.`,
        error,
      );
    }
  }

  async finish(): Promise<void> {
    if (this.#descriptor === null) return;
    try {
      fsyncSync(this.#descriptor);
      closeSync(this.#descriptor);
      if (this.#force) renameSync(this.#temporary, this.#path);
      else this.#takeName();
      this.#descriptor = null;
    } catch (error) {
      this.discard();
      throw new IncompleteError(
        `Finishing ${this.#path} failed: ${(error as Error).message}. No file was left.`,
        error,
      );
    }
  }

  /** Leaves nothing behind; synchronous, so that a signal handler can call it. */
  discard(): void {
    if (this.#descriptor === null) return;
    try {
      closeSync(this.#descriptor);
    } catch {
      // Already closed by finish(): the temporary file is what matters.
      this.#descriptor = null;
    }
    this.#descriptor = null;
    rmSync(this.#temporary, { force: true });
  }

  /** A link fails if somebody else has made the file meanwhile; a rename would replace it silently. */
  #takeName(): void {
    try {
      linkSync(this.#temporary, this.#path);
      unlinkSync(this.#temporary);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") throw error;
      renameSync(this.#temporary, this.#path);
    }
  }
}

function refuseExisting(path: string, force: boolean): void {
  const found = look(path);
  if (found === undefined) return;
  if (!found.isFile())
    throw new UsageError(`--output ${path} is not a regular file. Give the name of a new file.`);
  if (!force) throw new UsageError(`--output ${path} exists. Give another name, or --force to replace it.`);
}

/** What has the name already; a link that leads nowhere is something, too. */
function look(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new UsageError(`--output ${path} cannot be written: ${(error as Error).message}.`, error);
  }
}
