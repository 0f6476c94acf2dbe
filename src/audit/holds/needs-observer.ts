import { noteNeedsOf, readNeedsInCell } from "../../read/nova/needs-in-cell.ts";
import type { LiveServer } from "../../read/nova/instances.ts";
import type { CellHandle } from "../../read/nova/open-cell.ts";
import type { CellObserver } from "../nova/cell-observer.ts";
import type { ImageNeeds } from "./image-needs.ts";

/** Learns which images live servers need. */
export class NeedsObserver implements CellObserver {
  readonly needsEveryServer = true;
  readonly #needs: ImageNeeds;
  readonly #whole: (cell: number) => void;
  readonly #lacking: (cell: number) => void;

  /**
   * @param whole told of each cell of which everything was read that could show a need
   * @param lacking told of each cell that has no instance_system_metadata
   */
  constructor(needs: ImageNeeds, whole: (cell: number) => void, lacking: (cell: number) => void) {
    this.#needs = needs;
    this.#whole = whole;
    this.#lacking = lacking;
  }

  onServer(_: number, server: LiveServer): void {
    noteNeedsOf(server, this.#needs);
  }

  async afterwards(cell: number, handle: CellHandle): Promise<void> {
    if (await readNeedsInCell(handle, this.#needs)) this.#whole(cell);
    if (!handle.shape.hasTable("instance_system_metadata")) this.#lacking(cell);
  }
}
