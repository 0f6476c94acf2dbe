import { openSync } from "node:fs";
import { ReadStream, WriteStream } from "node:tty";
import type { MysqlWhere, Where } from "../connect/where.ts";
import { UsageError } from "../errors.ts";
import type { Interruption } from "./interruption.ts";
import { ASKED } from "./parse-connection.ts";
import type { Places } from "./parse-databases.ts";

const ENTER = /[\r\n]/;
const CTRL_C = "\u0003";
const CTRL_D = "\u0004";
const CTRL_U = "\u0015";
const BACKSPACE = /[\b\u007f]/;

/** The same places with the password that the user types, if one of them is to have it: asked once for all. */
export async function fillAskedPassword(places: Places, interruption: Interruption): Promise<Places> {
  const { glance, nova, cinder, keystone } = places;
  const all = [
    ...[glance, cinder, keystone, nova?.api?.where].filter((where) => where !== undefined),
    ...(nova?.cells ?? []),
    ...(nova?.overrides ?? []).map(({ where }) => where),
  ];
  if (!all.some(isAsked)) return places;
  const password = await askPassword(interruption);
  const fill = (where: Where): Where => (isAsked(where) ? { ...where, password } : where);
  return {
    glance: glance && fill(glance),
    nova: nova && {
      ...nova,
      api: nova.api && { ...nova.api, where: fill(nova.api.where) },
      cells: nova.cells.map(fill),
      overrides: nova.overrides.map(({ cell, where }) => ({ cell, where: fill(where) })),
    },
    cinder: cinder && fill(cinder),
    keystone: keystone && fill(keystone),
  };
}

function isAsked(where: Where): where is MysqlWhere {
  return where.engine === "mysql" && where.sources["password"] === ASKED;
}

/** Asks on the terminal, whatever standard input is, and shows nothing of what is typed. */
async function askPassword(interruption: Interruption): Promise<string> {
  const { input, output } = openTerminal();
  const restore = (): void => void input.setRawMode(false);
  const forget = interruption.onStop(restore);
  try {
    input.setRawMode(true);
    output.write("Password: ");
    return await readLine(input, interruption.signal);
  } finally {
    restore();
    forget();
    output.write("\n");
    input.destroy();
    output.destroy();
  }
}

function openTerminal(): { input: ReadStream; output: WriteStream } {
  try {
    return {
      input: new ReadStream(openSync("/dev/tty", "r")),
      output: new WriteStream(openSync("/dev/tty", "w")),
    };
  } catch (error) {
    throw new UsageError(
      `${ASKED} needs a terminal, and there is none. Give the password in MYSQL_PWD or an option file.`,
      error,
    );
  }
}

/** A raw terminal neither edits the line nor turns Ctrl-C into a signal: both are done here. */
function readLine(input: ReadStream, signal: AbortSignal): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let typed: string[] = [];
  signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  input.setEncoding("utf8").on("error", reject);
  input.on("data", (text: string) => {
    for (const key of text) {
      if (ENTER.test(key) || key === CTRL_D) resolve(typed.join(""));
      else if (key === CTRL_C) process.kill(process.pid, "SIGINT");
      else if (BACKSPACE.test(key)) typed.pop();
      else if (key === CTRL_U) typed = [];
      else typed.push(key);
    }
  });
  return promise;
}
