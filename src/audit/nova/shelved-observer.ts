import type { LiveServer } from "../../read/nova/instances.ts";
import type { CellHandle } from "../../read/nova/open-cell.ts";
import { isShelved, readShelvedImages, readShelvedServers } from "../../read/nova/shelved-images.ts";
import type { CellObserver } from "./cell-observer.ts";
import type { Nova } from "./nova.ts";
import type { Databases } from "../with-databases.ts";

/** Learns which images servers will be unshelved from. */
export class ShelvedObserver implements CellObserver {
  readonly needsEveryServer = false;
  readonly #servers = new Map<number, string[]>();
  readonly #found: (imageId: string, server: string) => void;
  readonly #lacking: (cell: number) => void;

  /**
   * @param found told of each image and the server that is shelved into it
   * @param lacking told of each cell that has no instance_system_metadata
   */
  constructor(found: (imageId: string, server: string) => void, lacking: (cell: number) => void) {
    this.#found = found;
    this.#lacking = lacking;
  }

  onServer(cell: number, server: LiveServer): void {
    if (!isShelved(server.vmState)) return;
    const servers = this.#servers.get(cell) ?? [];
    this.#servers.set(cell, servers);
    servers.push(server.uuid);
  }

  async afterwards(cell: number, handle: CellHandle, told: boolean): Promise<void> {
    const pages = told ? [this.#servers.get(cell) ?? []] : readShelvedServers(handle);
    this.#servers.delete(cell);
    for await (const servers of pages) {
      if (!(await readShelvedImages(handle, servers, this.#found))) {
        this.#lacking(cell);
        return;
      }
    }
  }
}

/** What to do about a cell whose shelved servers cannot be told. */
export function warnOfLacking({ ledger }: Databases, nova: Nova): (cell: number) => void {
  return (cell) =>
    ledger.warn(
      `The cell ${nova.cells[cell]?.database.name} has no instance_system_metadata that could be read: no image is called shelved on its account.`,
    );
}
