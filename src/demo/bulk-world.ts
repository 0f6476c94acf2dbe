import { bulkProject, projectCount, type Project } from "./project.ts";
import { Random, STREAM } from "./random.ts";
import { DAY } from "./time.ts";

const SPAN = 5 * 365 * DAY;

/** Nothing in bulk is younger: whether an image is unfinished or merely young never depends on chance. */
const YOUNGEST = 2 * DAY;

/** Servers for every image: six in ten are in a cell, three are archived, one is in no cell at all. */
const SERVERS_PER_IMAGE = 0.29;

/** One image in so many is a golden one, which later servers boot from. */
const GOLDEN_EVERY = 97;

/** One server in so many boots from a volume. */
const VOLUME_EVERY = 8;
const VOLUME_PHASE = 3;

/** The images, servers and projects that fill the cloud: each can be told from its number alone. */
export class BulkWorld {
  readonly seed: number;
  readonly now: number;
  readonly images: number;
  readonly servers: number;
  readonly projects: number;

  constructor(seed: number, now: number, images: number) {
    this.seed = seed;
    this.now = now;
    this.images = images;
    this.servers = images === 0 ? 0 : Math.max(VOLUME_EVERY, Math.round(images * SERVERS_PER_IMAGE));
    this.projects = projectCount(images);
  }

  get start(): number {
    return this.now - SPAN;
  }

  imageId(index: number): string {
    return new Random(this.seed, STREAM.imageId, index).uuid();
  }

  imageBorn(index: number): number {
    return this.start + Math.floor(((SPAN - YOUNGEST) * index) / this.images);
  }

  /** The images before the second `at`. */
  imagesBefore(at: number): number {
    return Math.min(this.images, Math.ceil(((at - this.start) * this.images) / (SPAN - YOUNGEST)));
  }

  serverBorn(index: number): number {
    return this.start + Math.floor(((SPAN - YOUNGEST) * index) / this.servers);
  }

  /** The newest server at the second `at`, -1 if there is none. */
  lastServerAt(at: number): number {
    return Math.min(this.servers - 1, Math.floor(((at - this.start) * this.servers) / (SPAN - YOUNGEST)));
  }

  isGolden(image: number): boolean {
    return image % GOLDEN_EVERY === 0;
  }

  /** One of the golden images before image `before`. */
  golden(random: Random, before: number): number {
    return random.between(0, Math.floor(Math.max(0, before - 1) / GOLDEN_EVERY)) * GOLDEN_EVERY;
  }

  bootsFromVolume(server: number): boolean {
    return server % VOLUME_EVERY === VOLUME_PHASE;
  }

  /** The nearest server up to `server` that boots from a volume, or from an image; -1 if there is none. */
  nearest(server: number, fromVolume: boolean): number {
    if (!fromVolume) return this.bootsFromVolume(server) ? server - 1 : server;
    const phase = (server - VOLUME_PHASE + VOLUME_EVERY) % VOLUME_EVERY;
    return server - phase;
  }

  /** Few projects own most images. */
  project(random: Random): Project {
    return this.projectAt(Math.floor(random.fraction() ** 2 * this.projects));
  }

  private readonly known = new Map<number, Project>();

  private projectAt(index: number): Project {
    const known = this.known.get(index);
    if (known !== undefined) return known;
    const project = bulkProject(this.seed, index);
    this.known.set(index, project);
    return project;
  }
}
