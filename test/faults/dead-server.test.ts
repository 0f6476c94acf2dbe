import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "../support/run-cli.ts";
import { expectEmpty, expectFailure } from "./failure.ts";
import { ownServer } from "./own-server.ts";
import type { OwnServer } from "./own-server.ts";
import { scratchDirectory } from "./scratch-directory.ts";

const CHUNKED = ["--consistency", "chunked"];
let own: OwnServer;
let undisturbed = "";

beforeAll(async () => {
  own = await ownServer();
  undisturbed = (await runCli(["images", "--glance", own.url])).stdout;
});
afterAll(() => own[Symbol.asyncDispose]());

test.each([
  ["an orderly restart", () => own.server.restart()],
  ["a crash and a restart", () => own.server.kill9().then(() => own.server.restart())],
])("chunked survives %s", async (_name, restart) => {
  let restarted: Promise<void> = Promise.resolve();
  const [chunked] = await own.whileReading([CHUNKED], async () => {
    // Not awaited: the server comes back while the audit tries to reconnect.
    restarted = restart();
  });
  expect(await chunked!.result).toMatchObject({ code: 0, stdout: undisturbed });
  expect(chunked!.stderr()).toMatch(/^Connection lost; reconnecting/m);
  await restarted;
});

test("kill -9: a snapshot and a chunked audit that may not wait are incomplete", async () => {
  using directory = scratchDirectory();
  const [snapshot, file, chunked] = await own.whileReading(
    [
      ["-f", "json"],
      ["-o", directory.file("report.csv")],
      [...CHUNKED, "--reconnect", "2"],
    ],
    () => own.server.kill9(),
  );
  const printed = await snapshot!.result;
  expectFailure(printed, 4, /was lost while reading/);
  expect(JSON.parse(printed.stdout).audit).toMatchObject({
    complete: false,
    reason: expect.stringMatching(/lost/),
  });
  expectFailure(await file!.result, 4, /was lost while reading/);
  const resumed = await chunked!.result;
  expectFailure(resumed, 4, /Gave up after 2 attempts to reconnect without progress/);
  expect(undisturbed.startsWith(resumed.stdout)).toBe(true);
  expectEmpty(directory.path);
});
