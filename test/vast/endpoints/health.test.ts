import { Health, HEALTH_POLICY, type EndpointState } from '../../../src/vast/endpoints/health';

/** A health whose clock the test moves. */
function healthAt(start: number) {
  const clock = { now: start };
  const changes: string[] = [];
  const health = new Health({
    policy: HEALTH_POLICY,
    now: () => clock.now,
    onChange: (to, from) => void changes.push(`${from} → ${to} at ${clock.now}`),
  });
  return { health, clock, changes };
}

/** One that has come into a state. */
function healthIn(state: EndpointState) {
  const of = healthAt(0);
  if (state === 'recovering') return of;
  of.health.checkSucceeded();
  if (state === 'suspect') of.health.readFailed('x');
  if (state === 'down') for (let i = 0; i < 3; i += 1) of.health.checkFailed('x');
  expect(of.health.state).toBe(state);
  of.changes.length = 0;
  return of;
}

describe('the health of an endpoint', () => {
  it('is not known before the first check, which is enough', () => {
    const { health, clock } = healthAt(5);
    expect(health).toMatchObject({ state: 'recovering', reason: 'not checked yet', since: 5 });
    clock.now = 7;
    health.checkSucceeded();
    expect(health).toMatchObject({ state: 'healthy', reason: null, since: 7 });
  });

  it('is down at once when the first check fails', () => {
    const { health } = healthAt(0);
    health.checkFailed('nothing listens there');
    expect(health).toMatchObject({ state: 'down', reason: 'nothing listens there' });
  });

  it('goes down by steps, by checks and reads alike, and comes back by more', () => {
    const { health, clock, changes } = healthIn('healthy');
    const after = (ms: number, event: () => void) => {
      clock.now += ms;
      event();
    };
    after(10, () => health.readFailed('broken'));
    after(10, () => health.checkFailed('late'));
    after(10, () => health.readFailed('late again'));
    expect(health).toMatchObject({ state: 'down', reason: 'late again', since: 30 });
    after(10, () => health.checkFailed('still late'));
    expect(health).toMatchObject({ state: 'down', reason: 'still late', since: 30 });
    after(10, () => health.checkSucceeded());
    after(10, () => health.checkSucceeded());
    expect(health).toMatchObject({ state: 'recovering', since: 50 });
    after(10, () => health.checkSucceeded());
    expect(health).toMatchObject({ state: 'healthy', reason: null, since: 70 });
    expect(changes).toEqual([
      'healthy → suspect at 10',
      'suspect → down at 30',
      'down → recovering at 50',
      'recovering → healthy at 70',
    ]);
  });

  it('falls back from recovering by one failure, and begins to count anew', () => {
    const { health } = healthIn('down');
    health.checkSucceeded();
    health.checkSucceeded();
    health.checkFailed('again');
    expect(health.state).toBe('down');
    health.checkSucceeded();
    health.checkSucceeded();
    expect(health.state).toBe('recovering');
    health.checkSucceeded();
    expect(health.state).toBe('healthy');
  });

  it('trusts a suspect after two successes in a row', () => {
    const { health } = healthIn('suspect');
    health.readSucceeded();
    health.readFailed('once more');
    health.checkSucceeded();
    expect(health).toMatchObject({ state: 'suspect', reason: 'once more' });
    health.readSucceeded();
    expect(health.state).toBe('healthy');
  });

  it('does not turn at every other result', () => {
    const { health, changes } = healthIn('suspect');
    for (let i = 0; i < 2; i += 1) {
      health.readSucceeded();
      health.readFailed('now and then');
    }
    expect(changes).toEqual(['suspect → down at 0']);
  });

  it.each(['down', 'recovering'] as const)('is not moved by late reads when %s', (state) => {
    const { health, changes } = healthIn(state);
    health.readSucceeded();
    health.readFailed('late');
    expect(changes).toEqual([]);
    expect(health.state).toBe(state);
  });
});
