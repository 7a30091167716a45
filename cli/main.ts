import { Command, CommanderError } from 'commander';

import { exitCodeOf, printFault } from './faults.ts';

/** Each command's module, loaded only when it is asked for: what all of them need together takes seconds. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./commands/run.ts')).runCommand(),
  demo: async () => (await import('./commands/demo.ts')).demoCommand(),
  up: async () => (await import('./commands/up.ts')).upCommand(),
  worker: async () => (await import('./commands/worker.ts')).workerCommand(),
  status: async () => (await import('./commands/status.ts')).statusCommand(),
  'codec-server': async () => (await import('./commands/codec-server.ts')).codecServerCommand(),
  pause: async () => (await import('./commands/control.ts')).pauseCommand(),
  resume: async () => (await import('./commands/control.ts')).resumeCommand(),
  cancel: async () => (await import('./commands/control.ts')).cancelCommand(),
  concurrency: async () => (await import('./commands/control.ts')).concurrencyCommand(),
  budget: async () => (await import('./commands/control.ts')).budgetCommand(),
  retry: async () => (await import('./commands/retry.ts')).retryCommand(),
  audit: async () => (await import('./commands/audit.ts')).auditCommand(),
  inspect: async () => (await import('./commands/inspect.ts')).inspectCommand(),
  assign: async () => (await import('./commands/assign.ts')).assignCommand(),
  train: async () => (await import('./commands/train.ts')).trainCommand(),
  evaluate: async () => (await import('./commands/evaluate.ts')).evaluateCommand(),
  recommend: async () => (await import('./commands/recommend.ts')).recommendCommand(),
  experiment: async () => (await import('./commands/experiment.ts')).experimentCommand(),
  export: async () => (await import('./commands/export.ts')).exportCommand(),
  sample: async () => (await import('./commands/sample.ts')).sampleCommand(),
  setup: async () => (await import('./commands/setup.ts')).setupCommand(),
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand(),
};

/** Exit codes: 0 ok, 1 failed, 2 bad usage or configuration. */
export async function main(argv: readonly string[]): Promise<void> {
  // A reader that closes the pipe early (| head) ends us quietly.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || error.code === 'EIO') process.exit(0);
    throw error;
  });
  // Nobody looks at the progress any more: the work goes on.
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  });
  try {
    const program = new Command('convrecstudio')
      .description('Turns timestamped reviews into grounded recommendation dialogs, and trains recommenders on them.')
      .version('0.1.0')
      .exitOverride()
      .showHelpAfterError('(--help shows the usage)');
    for (const create of commandsFor(argv[2])) program.addCommand(inherit(await create()));
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else {
      printFault(error);
      process.exitCode = exitCodeOf(error);
    }
  }
}

/** The one that is named, or all of them where help is wanted or the name is wrong. */
function commandsFor(name: string | undefined): readonly (() => Promise<Command>)[] {
  if (name === '--version' || name === '-V') return [];
  const named = name === undefined ? undefined : COMMANDS[name];
  return named === undefined ? Object.values(COMMANDS) : [named];
}

const inherit = (command: Command): Command => command.exitOverride().showHelpAfterError('(--help shows the usage)');
