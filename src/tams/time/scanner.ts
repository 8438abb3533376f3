import { InvalidTime } from './invalid-time';

/** A timestamp as it is written: the sign applies to the whole. */
export interface WrittenTimestamp {
  readonly negative: boolean;
  readonly seconds: number;
  readonly nanoseconds: number;
}

const MINUS = 45;
const DIGIT_0 = 48;
const DIGIT_9 = 57;
const COLON = 58;
const NANOSECOND_DIGITS = 9;

/**
 * Reads the parts of TAMS' notation from left to right. By hand: a regular expression with nine captures takes
 * twice as long, and a bulk insert parses thousands of timeranges.
 */
export class Scanner {
  private at = 0;

  /**
   * @param kind what the text should be, as "timestamp", for errors
   * @param longest no valid text has more characters
   * @param form how TAMS writes one, for errors
   * @throws InvalidTime when the text is longer
   */
  constructor(
    private readonly kind: string,
    private readonly text: string,
    longest: number,
    private readonly form: string,
  ) {
    if (text.length > longest) this.refuse(form);
  }

  /** @throws InvalidTime unless all of the text has been passed: there is no room even for a line's end. */
  finish(): void {
    if (this.at !== this.text.length) this.refuse(this.form);
  }

  refuse(rule: string): never {
    throw new InvalidTime(this.kind, this.text, rule);
  }

  /** Whether `symbol` comes next; then it is passed. */
  takes(symbol: string): boolean {
    if (this.code() !== symbol.charCodeAt(0)) return false;
    this.at++;
    return true;
  }

  /** Passes the timestamp that comes next; null, passing nothing, when none does. */
  timestamp(): WrittenTimestamp | null {
    const start = this.at;
    const negative = this.code() === MINUS;
    if (negative) this.at++;
    const seconds = this.count(Infinity);
    if (seconds !== null && this.code() === COLON) {
      this.at++;
      const nanoseconds = this.count(NANOSECOND_DIGITS);
      if (nanoseconds !== null) return { negative, seconds, nanoseconds };
    }
    this.at = start;
    return null;
  }

  /** Passes `0` or a number without leading zeros of at most `most` digits; null when none comes next. */
  private count(most: number): number | null {
    const start = this.at;
    let value = 0;
    for (let code = this.code(); code >= DIGIT_0 && code <= DIGIT_9; code = this.code()) {
      if (this.at - start === most) break;
      value = value * 10 + (code - DIGIT_0);
      this.at++;
      if (value === 0) break;
    }
    return this.at === start ? null : value;
  }

  private code(): number {
    return this.text.charCodeAt(this.at);
  }
}
