import type { LiveServer } from "../../read/nova/instances.ts";
import type { CellHandle } from "../../read/nova/open-cell.ts";

/** What else is to be learned of each cell in the visit that looks for instances, hence of the same moment. */
export interface CellObserver {
  /** Whether it must be told of every live server, even where few instances are looked for. */
  readonly needsEveryServer: boolean;
  onServer(cell: number, server: LiveServer): void;
  /** @param told whether it was told of every live server of this cell */
  afterwards(cell: number, handle: CellHandle, told: boolean): Promise<void>;
}
