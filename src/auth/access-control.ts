import type { RefusalListener } from '../tams/access/view';
import { trusted } from '../tams/access/caller';
import type { VastDatabase } from '../vast/database';
import { Accounts } from './accounts';
import { AuditLog, type AuditRetention } from './audit-log';
import { Authenticator } from './authenticator';
import { FailedLogins } from './failed-logins';
import { JwtIssuer, type IssuerSettings } from './jwt-issuer';
import { DEFAULT_COST, Passwords, type HashCost } from './passwords';
import { TokenUse } from './token-use';

export interface AccessControlOptions {
  readonly auditRetention: AuditRetention;
  /** Whose tokens are taken besides our own; null: nobody's. */
  readonly issuer: IssuerSettings | null;
  /** What a password costs to hash; tests make it cheap. */
  readonly passwordCost?: HashCost;
}

/** The name of the user who is there before all others. */
const FIRST_USER = 'administrator';
/** How long the token of the first start is good for. */
const FIRST_TOKEN_MS = 86_400_000;
const FLUSH_MS = 1_000;
const PURGE_MS = 60_000;

/** Users, tokens, the audit log, and who is let in, over one database. */
export class AccessControl {
  private timers: NodeJS.Timeout[] = [];

  private constructor(
    readonly authenticator: Authenticator,
    readonly accounts: Accounts,
    readonly audit: AuditLog,
    private readonly tokenUse: TokenUse,
  ) {}

  /** The database must have `AUTH_TABLES`. */
  static async open(db: VastDatabase, options: AccessControlOptions): Promise<AccessControl> {
    const audit = await AuditLog.open(db, options.auditRetention);
    const passwords = new Passwords(options.passwordCost ?? DEFAULT_COST);
    const tokenUse = new TokenUse(db);
    const issuer = options.issuer && new JwtIssuer(options.issuer);
    const authenticator = new Authenticator({
      ...{ db, passwords, tokenUse, issuer },
      failedLogins: new FailedLogins(),
    });
    const onRefusal = auditRefusals(audit);
    const accounts = new Accounts({ db, passwords, audit, authenticator, tokenUse, onRefusal });
    return new AccessControl(authenticator, accounts, audit, tokenUse);
  }

  /** Hears of what callers were refused, for the store's views. */
  get onRefusal(): RefusalListener {
    return auditRefusals(this.audit);
  }

  /**
   * Makes the first user, with all scopes and a token for a day, unless there are users.
   * @returns the token, to be shown once; null when there are users
   */
  async firstToken(): Promise<string | null> {
    const accounts = this.accounts.as(trusted('tams-graph'));
    if ((await accounts.users()).length > 0) return null;
    const { name } = await accounts.createUser({
      name: FIRST_USER,
      scopes: ['read', 'write', 'delete', 'admin'],
      password: null,
    });
    const { secret } = await accounts.createToken({
      ...{ user: name, label: 'first start', scopes: null, limits: null },
      expires: Date.now() + FIRST_TOKEN_MS,
    });
    return secret;
  }

  /** Begins to write what is gathered in memory. */
  start(onError: (error: unknown) => void): void {
    const every = (ms: number, work: () => Promise<void>) =>
      setInterval(() => void work().catch(onError), ms).unref();
    this.timers = [
      every(FLUSH_MS, () => this.audit.flush()),
      every(PURGE_MS, () => this.tokenUse.flush()),
      every(PURGE_MS, () => this.audit.purge()),
    ];
  }

  /** Writes what is left. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.audit.flush();
    await this.tokenUse.flush();
  }
}

const auditRefusals =
  (audit: AuditLog): RefusalListener =>
  ({ principal, address }, what, { message }) =>
    audit.later({
      principal,
      action: 'request',
      subject: what,
      address,
      outcome: 'refused',
      detail: message,
    });
