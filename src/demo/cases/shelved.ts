import { libvirtSnapshot, vmwareSnapshot } from "../nova-properties.ts";
import { userOf } from "../project.ts";
import { DAY } from "../time.ts";
import type { Case } from "./case.ts";

/** Images that are the only copy of a shelved server's disk. */
export const SHELVED: readonly Case[] = [
  {
    slug: "vault-01-shelved",
    story: "The disk of a shelved and offloaded server: losing it loses the server.",
    age: 250 * DAY,
    truth: ["full", "shelved"],
    of: "vault-01",
    action: "shelve",
    withoutNova: { kind: "snapshot" },
    image: (scene) => ({ properties: libvirtSnapshot(scene.server("vault-01")) }),
  },
  {
    slug: "vault-02-shelved",
    story: "Shelved, not yet offloaded from its host.",
    age: 50 * DAY,
    truth: ["full", "shelved"],
    of: "vault-02",
    action: "shelve",
    withoutNova: { kind: "snapshot" },
    image: (scene) => ({ properties: libvirtSnapshot(scene.server("vault-02")) }),
  },
  {
    slug: "vault-03-shelved",
    story: "Shelved on VMware, which never writes image_location.",
    age: 50 * DAY,
    truth: ["partial", "shelved", "driver", true],
    of: "vault-03",
    action: "shelve",
    withoutNova: { kind: "snapshot" },
    image: (scene) => ({ properties: vmwareSnapshot(scene.server("vault-03")), diskFormat: "vmdk" }),
  },
  {
    slug: "vault-04-shelved",
    story:
      "An administrator shelved it, so the user's delete could not remove it: an orphan by design (LP#1675791).",
    age: 30 * DAY,
    truth: ["full", "snapshot"],
    of: "vault-04",
    action: "shelve",
    holds: [],
    image: (scene) => ({
      properties: libvirtSnapshot(scene.server("vault-04"), userOf(scene.project("platform"))),
      owner: "platform",
    }),
  },
];
