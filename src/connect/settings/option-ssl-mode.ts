import { UsageError } from "../../errors.ts";
import { SSL_MODES, type SslMode } from "../where.ts";
import type { Setting } from "./layer.ts";
import type { FoundOption } from "./option-files.ts";
import { parseSslMode, parseSwitch } from "./ssl-mode.ts";

const SWITCH = /^(skip-|disable-)?(ssl|ssl-verify-server-cert)$/;

/**
 * How much encryption option files ask for: MySQL's `ssl-mode`, and the switches of MariaDB and of older
 * MySQLs, `ssl` and `ssl-verify-server-cert`. The last one counts, but a mere `ssl` leaves a CA what it implies.
 */
export function optionSslMode(options: readonly FoundOption[]): Setting<SslMode> | undefined {
  let mode: Setting<SslMode> | undefined;
  let wanted: Setting<SslMode> | undefined;
  for (const option of options) {
    const { source } = option;
    const [, negation, name] = SWITCH.exec(option.name) ?? [];
    if (option.name === "ssl-mode") {
      mode = { value: readMode(option), source };
    } else if (name !== undefined) {
      const on = readSwitch(option) === (negation === undefined);
      if (name === "ssl-verify-server-cert") mode = { value: on ? "VERIFY_IDENTITY" : "PREFERRED", source };
      else if (!on) mode = { value: "DISABLED", source };
      else if (mode?.value === "DISABLED") mode = undefined;
      if (name === "ssl") wanted = on ? { value: "REQUIRED", source } : undefined;
    }
  }
  const hasCa = options.some((option) => option.name === "ssl-ca" && option.value);
  return mode ?? (hasCa ? undefined : wanted);
}

function readMode(option: FoundOption): SslMode {
  const mode = parseSslMode(option.value ?? "");
  if (mode !== undefined) return mode;
  throw new UsageError(`${option.source}: ssl-mode takes ${SSL_MODES.join(", ")}.`);
}

function readSwitch(option: FoundOption): boolean {
  const said = parseSwitch(option.value);
  if (said !== undefined) return said;
  throw new UsageError(`${option.source}: ${option.name} takes 0 or 1.`);
}
