import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { FewAtOnce } from './few-at-once';

/** What a hash costs: memory is 128 · r · 2^logN bytes. */
export interface HashCost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MiB and, on one core, about a quarter of a second: the strength that OWASP recommends for scrypt. */
export const DEFAULT_COST: HashCost = { logN: 15, r: 8, p: 3 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Each takes one of the few threads that Node also needs for files. */
const AT_ONCE = 2;
const MOST_WAITING = 200;

/** Hashes and checks passwords with scrypt (RFC 7914), which is memory-hard and part of Node. */
export class Passwords {
  private readonly turns = new FewAtOnce(AT_ONCE, MOST_WAITING);
  private readonly nobody: Promise<string>;
  private count = 0;

  constructor(private readonly cost: HashCost = DEFAULT_COST) {
    this.nobody = Promise.resolve(encoded(cost, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES)));
  }

  /** Hashes computed so far. */
  get hashes(): number {
    return this.count;
  }

  /** The hash to store, which says how it was made. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    return encoded(this.cost, salt, await this.derive(password, salt, this.cost));
  }

  /**
   * Whether this is the password. Without a stored hash (no such user, or one without a password) as much work is done as
   * with one, so that the time does not tell names.
   * @returns also a new hash to store, when the password is right and its hash was made at another cost
   */
  async verify(password: string, stored: string | null): Promise<{ right: boolean; renewed: string | null }> {
    const { cost, salt, hash } = decoded(stored ?? (await this.nobody));
    const derived = await this.derive(password, salt, cost);
    const right = timingSafeEqual(derived, hash) && stored !== null;
    const isOld = cost.logN !== this.cost.logN || cost.r !== this.cost.r || cost.p !== this.cost.p;
    return { right, renewed: right && isOld ? await this.hash(password) : null };
  }

  private derive(password: string, salt: Buffer, { logN, r, p }: HashCost): Promise<Buffer> {
    this.count += 1;
    const N = 2 ** logN;
    const work = () => derived(password.normalize('NFC'), salt, HASH_BYTES, { N, r, p, maxmem: 256 * N * r });
    return this.turns.run(work);
  }
}

const derived = promisify<string, Buffer, number, object, Buffer>(scrypt);

const encoded = ({ logN, r, p }: HashCost, salt: Buffer, hash: Buffer): string =>
  `$scrypt$ln=${logN},r=${r},p=${p}$${salt.toString('base64')}$${hash.toString('base64')}`;

function decoded(text: string): { cost: HashCost; salt: Buffer; hash: Buffer } {
  const match = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(text);
  if (!match) throw new Error('a stored password is not in the form that this version writes');
  const [, logN, r, p, salt, hash] = match;
  return {
    cost: { logN: Number(logN), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt!, 'base64'),
    hash: Buffer.from(hash!, 'base64'),
  };
}
