import { Command, CommanderError } from 'commander';

import { assignCommand } from './commands/assign.ts';
import { auditCommand } from './commands/audit.ts';
import { cancelCommand, concurrencyCommand, pauseCommand, resumeCommand } from './commands/control.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { exportCommand } from './commands/export.ts';
import { inspectCommand } from './commands/inspect.ts';
import { runCommand } from './commands/run.ts';
import { sampleCommand } from './commands/sample.ts';
import { setupCommand } from './commands/setup.ts';
import { statusCommand } from './commands/status.ts';
import { trainCommand } from './commands/train.ts';
import { upCommand } from './commands/up.ts';
import { workerCommand } from './commands/worker.ts';
import { exitCodeOf, printFault } from './faults.ts';

const COMMANDS = [
  runCommand,
  demoCommand,
  upCommand,
  workerCommand,
  statusCommand,
  pauseCommand,
  resumeCommand,
  cancelCommand,
  concurrencyCommand,
  auditCommand,
  inspectCommand,
  assignCommand,
  trainCommand,
  evaluateCommand,
  exportCommand,
  sampleCommand,
  setupCommand,
  doctorCommand,
];

/** Exit codes: 0 ok, 1 failed, 2 bad usage or configuration. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('convrecstudio')
    .description('Turns timestamped reviews into grounded recommendation dialogs, and trains recommenders on them.')
    .version('0.1.0')
    .exitOverride()
    .showHelpAfterError('(--help shows the usage)');
  for (const create of COMMANDS)
    program.addCommand(create().exitOverride().showHelpAfterError('(--help shows the usage)'));
  // A reader that closes the pipe early (| head) ends us quietly.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else {
      printFault(error);
      process.exitCode = exitCodeOf(error);
    }
  }
}
