import { addedCosts } from './added-cost';
import { median } from './load';

/** More from one address would have to wait. */
const LOG_INS = 40;

/** Measures what a token of ours adds to a request, and how long log-ins take that fail. */
export const authentication = (print: (line: string) => void): Promise<void> =>
  addedCosts('authentication', 5, print, async ({ url, token }) => {
    const { known, unknown } = await failedLogIns(url, token);
    const share = ((unknown / known) * 100).toFixed(1);
    print(
      `\n- a log-in with a wrong password: ${known.toFixed(1)} ms for a user, ${unknown.toFixed(1)} ms for a name that nobody has, ${share} % of it (medians of ${LOG_INS}, by turns)`,
    );
  });

/** Milliseconds that log-ins take which fail, by turns of users and of names that nobody has, each once. */
async function failedLogIns(url: string, token: string): Promise<{ known: number; unknown: number }> {
  const create =
    'mutation ($name: String!) { createUser(input: { name: $name, scopes: [READ], password: "the right password" }) { name } }';
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let n = 0; n < LOG_INS; n += 1) {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: create, variables: { name: `user-${n}` } }),
    });
    if ((await answer.text()).includes('"errors"')) throw new Error('A user could not be made');
    times.known.push(await failedLogIn(url, `user-${n}`));
    times.unknown.push(await failedLogIn(url, `none-${n}`));
  }
  return { known: median(times.known), unknown: median(times.unknown) };
}

async function failedLogIn(url: string, user: string): Promise<number> {
  const credentials = Buffer.from(`${user}:a wrong password`).toString('base64');
  const began = performance.now();
  const { status } = await fetch(`${url}/tams/v7.0/service`, {
    headers: { authorization: `Basic ${credentials}` },
  });
  if (status !== 401) throw new Error(`A wrong password was answered with ${status}`);
  return performance.now() - began;
}
