/** Separates the families of numbers that one seed gives, so that adding a draw to one moves no other. */
export const STREAM = {
  named: 1,
  project: 2,
  imageId: 3,
  image: 4,
  server: 5,
  shelvedServer: 6,
} as const;

const WARM_UP_ROUNDS = 15;

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * Seeded random numbers (Chris Doty-Humphrey's sfc32). Equal (seed, stream, index) give equal numbers on every
 * machine, so the thousandth image can be made again without making the 999 before it.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private round = 1;

  constructor(seed: number, stream: number, index: number) {
    this.a = seed | 0;
    this.b = index | 0;
    this.c = stream | 0;
    for (let warmUp = 0; warmUp < WARM_UP_ROUNDS; warmUp++) this.word();
  }

  /** 32 random bits as an unsigned integer. */
  word(): number {
    const sum = (((this.a + this.b) | 0) + this.round) | 0;
    this.round = (this.round + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A number in [0, 1). */
  fraction(): number {
    return this.word() / 2 ** 32;
  }

  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.fraction() * list.length)] as T;
  }

  /** `words` times eight lower-case hex digits. */
  hex(words: number): string {
    let text = "";
    for (let count = 0; count < words; count++) {
      const word = this.word();
      text += `${BYTES[word >>> 24]}${BYTES[(word >>> 16) & 255]}${BYTES[(word >>> 8) & 255]}${BYTES[word & 255]}`;
    }
    return text;
  }

  /** A version 4 UUID, as oslo.utils' generate_uuid writes it. */
  uuid(): string {
    const hex = this.hex(4);
    const variant = "89ab"[Number.parseInt(hex.charAt(16), 16) & 3];
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}

/** The random numbers that belong to a thing with a UUID; all its bits count, as a cloud has many. */
export function randomOf(uuid: string): Random {
  const [a, b, c] = [uuid.slice(0, 8), uuid.slice(24, 32), uuid.slice(14, 18) + uuid.slice(32)];
  return new Random(Number.parseInt(a, 16), Number.parseInt(b, 16), Number.parseInt(c, 16));
}

/** A number for a name (FNV-1a), to draw a named thing's own random numbers. */
export function indexOfName(name: string): number {
  let hash = 0x811c9dc5;
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash;
}
