/** What the process knows of its surroundings, read once. */
export interface Terminal {
  readonly outputIsTerminal: boolean;
  readonly errorIsTerminal: boolean;
  /** Display columns of standard output. */
  readonly width: number;
  readonly colour: boolean;
}

const FALLBACK_WIDTH = 120;

export function readTerminal(): Terminal {
  const outputIsTerminal = process.stdout.isTTY;
  return {
    outputIsTerminal,
    errorIsTerminal: process.stderr.isTTY,
    width: process.stdout.columns || Number(process.env["COLUMNS"]) || FALLBACK_WIDTH,
    // https://no-color.org: set and not empty.
    colour: outputIsTerminal && !process.env["NO_COLOR"],
  };
}
