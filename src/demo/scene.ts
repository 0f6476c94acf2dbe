import { FLEET, type FleetMember, type NamedServer } from "./cases/fleet.ts";
import { writeRootVolume } from "./cinder-rows.ts";
import { writeInstance, writeServer } from "./nova-rows.ts";
import { namedProject, userOf, type NamedProject, type Project } from "./project.ts";
import { indexOfName, Random, STREAM } from "./random.ts";
import type { RootVolume, Server } from "./server.ts";
import type { Sink } from "./tables.ts";

/** Where the named cases play: knows everything by its name, so that cases can refer to one another. */
export class Scene {
  private readonly seed: number;
  private readonly now: number;

  constructor(seed: number, now: number) {
    this.seed = seed;
    this.now = now;
  }

  /** The second that lies so many seconds before now. */
  ago(seconds: number): number {
    return this.now - seconds;
  }

  random(name: string): Random {
    return new Random(this.seed, STREAM.named, indexOfName(name));
  }

  imageId(slug: string): string {
    return this.random(`image ${slug}`).uuid();
  }

  /** The id of anything else that a case needs. */
  idOf(name: string): string {
    return this.random(name).uuid();
  }

  project(name: NamedProject): Project {
    return namedProject(this.seed, name);
  }

  server(name: NamedServer): Server {
    const member: FleetMember = FLEET[name];
    const project = this.project(member.project ?? "web");
    const image = member.image ?? "ubuntu-24.04";
    const base = member.base === undefined ? image : member.base;
    const rootVolume = member.volumeFrom === undefined ? null : this.rootVolume(name, member);
    return {
      uuid: this.idOf(`server ${name}`),
      name,
      state: member.state ?? "alive",
      cell: member.cell ?? "nova_cell1",
      project,
      userId: userOf(project),
      createdAt: this.ago(member.born),
      endedAt: member.ended === undefined ? null : this.ago(member.ended),
      vmState: member.vmState ?? "active",
      taskState: member.taskState ?? null,
      imageRef: this.imageIdOrEmpty(image),
      baseRef: base === null ? null : this.imageIdOrEmpty(base),
      inherited: this.inherited(member, project),
      systemMetadata: this.shelvedMetadata(member),
      rootVolume,
    };
  }

  /** Writes every server that the cases speak of. */
  writeFleet(sink: Sink): void {
    for (const name of Object.keys(FLEET) as NamedServer[]) {
      const server = this.server(name);
      writeServer(sink, server);
      if (server.rootVolume !== null) writeRootVolume(sink, server.rootVolume, server);
      const { copyIn }: FleetMember = FLEET[name];
      if (copyIn === undefined) continue;
      // nova/conductor/tasks/cross_cell_migrate.py: the copy stays hidden, and lives until the resize is confirmed.
      writeInstance(sink, { ...server, state: "alive", endedAt: null }, copyIn, "instances", { hidden: 1 });
    }
  }

  private imageIdOrEmpty(slug: string): string {
    return slug === "" ? "" : this.imageId(slug);
  }

  private rootVolume(name: string, { born, volumeFrom }: FleetMember): RootVolume {
    const properties = this.heritage(volumeFrom) ?? { os_distro: "ubuntu" };
    return {
      id: this.idOf(`volume ${name}`),
      attachmentId: this.idOf(`attachment ${name}`),
      sizeGib: 40,
      createdAt: this.ago(born),
      madeFrom: volumeFrom ? { imageId: this.imageId(volumeFrom), properties } : null,
    };
  }

  /** What cinder copied into a volume from the snapshot or the backup that it was made from. */
  private heritage(image: string | null | undefined): Record<string, string> | undefined {
    if (image === "erp-old-snapshot") return this.snapshotProperties("erp-old");
    if (image !== "web-12-rotated-away") return undefined;
    return { ...this.snapshotProperties("web-12"), image_type: "backup", backup_type: "hourly" };
  }

  private snapshotProperties(name: NamedServer): Record<string, string> {
    const old = this.server(name);
    return {
      image_type: "snapshot",
      instance_uuid: old.uuid,
      image_location: "snapshot",
      base_image_ref: this.imageId("ubuntu-24.04"),
      image_state: "available",
      owner_id: old.project.id,
      user_id: old.userId,
    };
  }

  /** nova keeps the snapshot's own marks as image_*, so they come back in the next snapshot. */
  private inherited(member: FleetMember, project: Project): Record<string, string> {
    const heritage = this.heritage(member.volumeFrom);
    if (heritage !== undefined) return withoutBase(heritage);
    if (member.bootedFromSnapshotOf === undefined) return {};
    return { image_location: "snapshot", image_state: "available", owner_id: project.id };
  }

  private shelvedMetadata({ shelvedImage, born }: FleetMember): Record<string, string> {
    if (shelvedImage === undefined) return {};
    const at = new Date(this.ago(born / 2) * 1000).toISOString();
    return { shelved_at: at, shelved_image_id: this.imageId(shelvedImage), shelved_host: "compute-1" };
  }
}

/** base_image_ref is the server's own, if it has any. */
function withoutBase({ base_image_ref: _dropped, ...marks }: Record<string, string>): Record<string, string> {
  return marks;
}
