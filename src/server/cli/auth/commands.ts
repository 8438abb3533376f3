import { InvalidArgumentError, type Command } from 'commander';
import { SCOPES, type Scope } from '../../../tams/access/caller';
import type { Limits } from '../../../tams/access/limits';
import { readConfig } from '../../config';
import { duration } from '../../settings';
import { Failure } from '../failures';
import type { AccountsClient } from './remote-accounts';

type Work = (accounts: AccountsClient) => Promise<void>;

/** The verbs of `tams-graph auth`: users, tokens and the audit log of a data folder or a running gateway. */
export function addAuthCommands(tams: Command): void {
  const auth = tams
    .command('auth')
    .description(
      'users, tokens and the audit log: of TAMS_DATA_DIR while no gateway runs on it, or of a running one by --gateway',
    )
    .option(
      '--gateway <url>',
      'base URL of a running gateway; TAMS_TOKEN holds the token of an administrator',
    );
  const run = (work: Work): Promise<void> => withAccounts(auth.opts<{ gateway?: string }>().gateway, work);

  auth
    .command('create-user <name>')
    .description('create a user, with tokens only unless --password')
    .requiredOption('--scopes <scopes>', `comma list of ${SCOPES.join(', ')}`, scopes)
    .option('--password', 'read a password from standard input')
    .action((name: string, options: { scopes: Scope[]; password?: true }) =>
      run(async (accounts) => {
        const password = options.password ? await passwordOf(name) : null;
        say(`created ${(await accounts.createUser({ name, scopes: options.scopes, password })).name}`);
      }),
    );
  auth
    .command('list-users')
    .description('print the users')
    .action(() =>
      run(async (accounts) =>
        table(
          ['NAME', 'SCOPES', 'PASSWORD', 'STATE', 'CREATED', 'BY'],
          (await accounts.users()).map((user) => [
            ...[user.name, user.scopes.join(','), user.hasPassword ? 'yes' : 'no'],
            ...[user.disabled ? 'disabled' : 'enabled', time(user.created), user.createdBy],
          ]),
        ),
      ),
    );
  auth
    .command('disable-user <name>')
    .description('let a user in no more, nor any token of theirs')
    .action((name: string) =>
      run(async (accounts) => changed(await accounts.updateUser(name, { disabled: true }))),
    );
  auth
    .command('enable-user <name>')
    .description('let a disabled user in again')
    .action((name: string) =>
      run(async (accounts) => changed(await accounts.updateUser(name, { disabled: false }))),
    );
  auth
    .command('set-scopes <name> <scopes>')
    .description('say what a user may do from now on')
    .action((name: string, list: string) =>
      run(async (accounts) => changed(await accounts.updateUser(name, { scopes: scopes(list) }))),
    );
  auth
    .command('set-password <name>')
    .description('read a new password from standard input')
    .action((name: string) =>
      run(async (accounts) => changed(await accounts.updateUser(name, { password: await passwordOf(name) }))),
    );
  auth
    .command('create-token <user>')
    .description('create a token and print it: it is not shown again')
    .option('--label <text>', 'what it is for')
    .option('--scopes <scopes>', 'what it may do of what its user may (default: all of it)', scopes)
    .option(
      '--expires <duration>',
      'how long it is good for, such as 30d (default: until it is revoked)',
      life,
    )
    .option('--source <ids>', 'it sees these sources with their flows: comma list; may be repeated', listed)
    .option('--flow <ids>', 'it sees these flows: comma list; may be repeated', listed)
    .option(
      '--class <names>',
      'it sees what has one of these in its tag auth_classes: comma list; may be repeated',
      listed,
    )
    .action((user: string, options: NewTokenOptions) =>
      run(async (accounts) => {
        const { token, secret } = await accounts.createToken({
          ...{ user, label: options.label ?? null, scopes: options.scopes ?? null },
          limits: limitsOf(options),
          expires: options.expires === undefined ? null : Date.now() + options.expires,
        });
        process.stderr.write(`token ${token.id} of ${user}, not shown again:\n`);
        say(secret);
      }),
    );
  auth
    .command('list-tokens [user]')
    .description('print the tokens, without what they are')
    .action((user: string | undefined) =>
      run(async (accounts) =>
        table(
          ['ID', 'USER', 'BEGINS', 'SCOPES', 'SEES', 'STATE', 'LAST USED', 'LABEL'],
          (await accounts.tokens(user ?? null)).map((token) => [
            ...[
              token.id,
              token.user,
              `${token.prefix}…`,
              token.scopes.join(','),
              seenBy(token),
              stateOf(token),
            ],
            ...[token.lastUsed === null ? 'never' : time(token.lastUsed), token.label ?? ''],
          ]),
        ),
      ),
    );
  auth
    .command('revoke-token <id>')
    .description('end a token at once')
    .action((id: string) => run(async (accounts) => say(`revoked ${(await accounts.revokeToken(id)).id}`)));
  auth
    .command('audit')
    .description('print the audit log, newest first')
    .option('--principal <name>', 'only what this one did')
    .option('--first <count>', 'most entries, 1 to 1,000', Number, 100)
    .action((options: { principal?: string; first: number }) =>
      run(async (accounts) =>
        table(
          ['TIME', 'PRINCIPAL', 'ACTION', 'SUBJECT', 'FROM', 'OUTCOME', 'DETAIL'],
          (await accounts.auditLog(options)).map((entry) => [
            ...[time(entry.at), entry.principal ?? '', entry.action, entry.subject ?? ''],
            ...[entry.address ?? '', entry.outcome, entry.detail ?? ''],
          ]),
        ),
      ),
    );
}

async function withAccounts(gateway: string | undefined, work: Work): Promise<void> {
  if (gateway === undefined) {
    const { withLocalAccounts } = await import('./local-accounts.js');
    return withLocalAccounts(readConfig(process.env), work);
  }
  const token = process.env.TAMS_TOKEN;
  if (!token) throw new Failure('TAMS_TOKEN must hold the token of an administrator of the gateway.');
  const { RemoteAccounts } = await import('./remote-accounts.js');
  return work(new RemoteAccounts(gateway, token));
}

async function passwordOf(name: string): Promise<string> {
  const { readSecret } = await import('./secret-input.js');
  return readSecret(`Password of ${name}`);
}

function scopes(text: string): Scope[] {
  const named = text.split(',').map((scope) => scope.trim());
  const unknown = named.find((scope) => !(SCOPES as readonly string[]).includes(scope));
  if (unknown !== undefined) throw new InvalidArgumentError(`Scopes are ${SCOPES.join(', ')}.`);
  return named as Scope[];
}

function life(text: string): number {
  try {
    return duration(text);
  } catch {
    throw new InvalidArgumentError('It must be a duration such as 12h or 30d.');
  }
}

interface NewTokenOptions {
  readonly label?: string;
  readonly scopes?: Scope[];
  readonly expires?: number;
  readonly source?: string[];
  readonly flow?: string[];
  readonly class?: string[];
}

function listed(text: string, before: string[] = []): string[] {
  return [...before, ...text.split(',').map((value) => value.trim())];
}

function limitsOf({ source, flow, class: classes }: NewTokenOptions): Limits | null {
  if (!source && !flow && !classes) return null;
  return { sourceIds: source ?? [], flowIds: flow ?? [], classes: classes ?? [] };
}

/** Few values by themselves, many by their number. */
function seenBy({ limits }: { readonly limits: Limits | null }): string {
  if (limits === null) return 'all';
  const part = (name: string, values: readonly string[]) =>
    values.length > 3 ? [`${values.length} ${name}s`] : values.map((value) => `${name} ${value}`);
  return [
    ...part('source', limits.sourceIds),
    ...part('flow', limits.flowIds),
    ...part('class', limits.classes),
  ].join(', ');
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const changed = ({ name }: { name: string }): void => say(`changed ${name}`);
const time = (instant: number): string => new Date(instant).toISOString();

function stateOf({ revoked, expires }: { revoked: number | null; expires: number | null }): string {
  if (revoked !== null) return `revoked ${time(revoked)}`;
  if (expires === null) return 'until revoked';
  return `${expires <= Date.now() ? 'expired' : 'until'} ${time(expires)}`;
}

/** Names of refused requests are whatever somebody sent: nothing of them may steer a terminal. */
const shown = (cell: string): string => cell.replace(/\p{Cc}/gu, '?');

function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const cells = [head, ...rows].map((row) => row.map(shown));
  const widths = head.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  for (const row of cells)
    say(
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    );
}
