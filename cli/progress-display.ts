import { printable } from '../core/text/printable.ts';
import { describeRateWaits } from './rate-waits.ts';
import type { RunView } from './watch-run.ts';

const BAR_WIDTH = 24;
/** On a pipe a line now and then, not a flood. */
const LINE_EVERY_MS = 10_000;

export interface ProgressDisplay {
  show(view: RunView): void;
  end(): void;
}

/** Bars by stage: drawn in place on a terminal, as occasional lines elsewhere. Always on standard error. */
export function createProgressDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  return stream.isTTY ? terminalDisplay(stream) : lineDisplay(stream);
}

export function bar(done: number, total: number): string {
  const share = total === 0 ? 0 : Math.min(1, done / total);
  const filled = Math.round(share * BAR_WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${Math.floor(share * 100)}%`.padEnd(BAR_WIDTH + 5);
}

export function stageLines({ stages, current, waiting, rate, paused }: RunView): string[] {
  const rateNote = rate ? `; ${describeRateWaits(rate)}` : '';
  // Between stages nothing runs: it would look like a run that hangs.
  const held = paused && !stages.some(({ status }) => status === 'running');
  const next = held ? stages.find(({ status }) => status === 'waiting') : undefined;
  const lines = stages.map(({ stage, status, seconds }) => {
    const name = stage.padEnd(12);
    switch (status) {
      case 'done':
        return `✔ ${name} ${seconds.toFixed(1)} s`;
      case 'skipped':
        return `- ${name} skipped`;
      case 'waiting':
        return stage === next?.stage ? `  ${name} paused: "resume" goes on` : `  ${name}`;
      case 'running':
        return current?.stage === stage
          ? `▶ ${name} ${bar(current.done, current.total)} ${current.done}/${current.total} ${current.note}${rateNote}`
          : `▶ ${name}${waiting === null ? '' : ` waiting: ${waiting}`}`;
    }
  });
  return lines.map(printable);
}

function terminalDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  let drawn = 0;
  return {
    show(view) {
      const lines = stageLines(view).map((line) =>
        line.replaceAll(/\s*\n\s*/g, ' ').slice(0, Math.max(20, stream.columns - 1)),
      );
      stream.write(`${drawn > 0 ? `\u001b[${drawn}A` : ''}${lines.map((line) => `\u001b[2K${line}\n`).join('')}`);
      drawn = lines.length;
    },
    end() {},
  };
}

function lineDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  const told = new Map<string, string>();
  let lastLineAt = 0;
  return {
    show(view) {
      const lines = stageLines(view);
      view.stages.forEach(({ stage, status }, index) => {
        const line = lines[index] ?? '';
        const changed = told.get(stage) !== status && status !== 'waiting';
        const due =
          status === 'running' && Date.now() - lastLineAt >= LINE_EVERY_MS && told.get(`${stage} line`) !== line;
        if (!changed && !due) return;
        told.set(stage, status);
        told.set(`${stage} line`, line);
        lastLineAt = Date.now();
        stream.write(`${line}\n`);
      });
    },
    end() {},
  };
}
