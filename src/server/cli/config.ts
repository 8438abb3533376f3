import { readConfig, settingsInForce } from '../config';

/** Prints the settings in force and fails when they cannot be used. */
export function printConfig(env: NodeJS.ProcessEnv, write: (text: string) => void): void {
  const settings = settingsInForce(env);
  const width = Math.max(...settings.map(({ variable }) => variable.length));
  const valueWidth = Math.max(...settings.map(({ value }) => value.length));
  for (const { variable, value, isDefault, meaning } of settings) {
    write(
      `${variable.padEnd(width)}  ${value.padEnd(valueWidth)}  ${isDefault ? 'default' : 'set    '}  ${meaning}\n`,
    );
  }
  readConfig(env);
}
