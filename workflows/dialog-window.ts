import { ApplicationFailure } from '@temporalio/common';

import type { UserUnit } from '../core/config/run-ref.ts';
import { openDialogs } from '../core/dataset/stock.ts';
import * as budget from './budget-ledger.ts';
import type { Mail, SimulateDialogsInput, SimulationState } from './contract.ts';
import * as ledger from './dialog-ledger.ts';
import { faultOf, isHolding } from './run-faults.ts';
import * as holds from './run-hold.ts';
import type { WindowUnits } from './window-units.ts';

/**
 * The bounded window over the users: starts their workflows, takes in what they tell, grants them money, holds and
 * releases them. All that it knows is in `state`, which is carried from one execution to the next.
 */
export class DialogWindow {
  state: SimulationState;
  launches = 0;
  readonly #input: SimulateDialogsInput;
  readonly #units: WindowUnits;
  #page: readonly UserUnit[] = [];

  constructor(input: SimulateDialogsInput, state: SimulationState, units: WindowUnits) {
    this.#input = input;
    this.state = state;
    this.#units = units;
  }

  /** Takes in one piece of news; throws the fault that ends the run. */
  async take(mail: Mail): Promise<void> {
    if (mail.kind === 'held') {
      if (!this.state.inFlight.includes(mail.news.unit)) return;
      this.state = holds.hold(this.state, mail.news, Date.now());
      return;
    }
    const unit = mail.kind === 'cleared' ? mail.unit : mail.news.unit;
    // Also one sent ahead before the last: the provider answers.
    const isAnswer = mail.kind === 'cleared' && this.state.hold !== null && this.state.hold.probe !== null;
    const isCleared = isAnswer || holds.isCleared(this.state, unit);
    if (mail.kind === 'finished') {
      // One that is not in flight (told before a reset, or to a coordinator that was terminated) will be made again.
      const isOurs = this.state.inFlight.includes(unit);
      this.state = ledger.takeNews(this.state, mail.news);
      const { fault } = mail.news;
      if (fault !== null && isOurs) throw ApplicationFailure.nonRetryable(fault.message, fault.code);
    }
    if (isCleared) await this.#releaseAll();
  }

  /** Grants money, sends one ahead where a hold is over, and starts whoever is worth starting. */
  async advance(): Promise<void> {
    await this.#grantMoney();
    const probe = holds.nextProbe(this.state, Date.now());
    if (probe !== null) {
      this.state = holds.sendAhead(this.state, probe, Date.now());
      if (probe === holds.OWN) {
        if (await this.#readUsers(0)) await this.#releaseAll();
      } else if (!(await this.#release(probe, true))) this.state = holds.tryNow(this.state, Date.now());
    }
    if (holds.isEmpty(this.state, Date.now())) this.state = { ...this.state, hold: null };
    await this.#launch();
  }

  /** Units whose news were lost are taken in; those that are just gone are started again. */
  async reconcile(): Promise<void> {
    const found = await this.#units.look(this.state.inFlight);
    for (const news of found.finished) await this.take({ kind: 'finished', news });
    for (const unit of found.lost.filter((one) => this.state.inFlight.includes(one))) {
      const user = await this.#unitAt(unit);
      if (user === null) return;
      // Begun anew it waits for nothing, and tells again what it meets.
      this.state = holds.without(this.state, unit);
      if (holds.isCleared(this.state, unit)) this.state = holds.tryNow(this.state, Date.now());
      await this.#start(user);
    }
  }

  cancelUnits = (): Promise<void> => this.#units.cancel(this.state.inFlight);

  /** New targets stand behind the others: what is known of users is read anew. */
  addRetries(units: readonly number[], targets: number): void {
    this.#page = [];
    const known = new Set([...this.state.retries, ...this.state.inFlight]);
    const retries = [...this.state.retries, ...units.filter((unit) => !known.has(unit))];
    this.state = { ...this.state, retries, targets };
  }

  async #launch(): Promise<void> {
    const starting: Promise<void>[] = [];
    this.state = { ...this.state, starved: false };
    try {
      for (let user = await this.#next(); user !== null; user = await this.#next()) {
        this.launches += 1;
        const start = this.#start(user);
        // Looked at below, and where the loop throws before: a rejection that nobody looks at fails the workflow's task for ever.
        start.catch(() => {});
        starting.push(start);
      }
    } finally {
      // All of them stand, also where one fails or all is cancelled: `cancelUnits` reaches none that does not stand yet.
      await Promise.allSettled(starting);
    }
    // Bounded by the window: at most `concurrency` starts at a time.
    await Promise.all(starting);
  }

  /** Who is to be started now, with money reserved; null: nobody, or the store does not answer. */
  async #next(): Promise<UserUnit | null> {
    const { brief } = this.#input;
    for (;;) {
      const unit = ledger.nextToLaunch(this.state, brief.wantedDialogs);
      if (unit === null) return null;
      const user = await this.#unitAt(unit);
      if (user === null) return null;
      // What was heard meanwhile may have changed who is next.
      if (ledger.nextToLaunch(this.state, brief.wantedDialogs) !== unit) continue;
      const dialogs = openDialogs(this.state, user.dialogs);
      if (dialogs.length === 0) {
        this.state = ledger.markLaunched(this.state, unit, false);
        continue;
      }
      const ids = dialogs.map(({ dialogId }) => dialogId);
      const reserved = budget.reserve(this.state, unit, budget.expectedOf(this.state, brief.attemptEstimate), ids);
      if (reserved === null) {
        this.state = { ...this.state, starved: true };
        return null;
      }
      this.state = ledger.markLaunched(reserved, unit, true);
      return user;
    }
  }

  async #start(user: UserUnit): Promise<void> {
    const remaining = openDialogs(this.state, user.dialogs);
    if (remaining.length === 0) return;
    const granted = budget.allowanceOf(this.state, user.unit);
    if (await this.#units.start(user, remaining, granted)) return;
    // It runs from before a lost coordinator, and will tell us as well; it may wait for that one's word.
    await this.#release(user.unit, false);
  }

  async #grantMoney(): Promise<void> {
    const released: number[] = [];
    for (const news of holds.wantMoney(this.state)) {
      const granted = budget.topUp(this.state, news, budget.expectedOf(this.state, this.#input.brief.attemptEstimate));
      if (granted === null) continue;
      this.state = holds.without(granted, news.unit);
      released.push(news.unit);
    }
    await Promise.all(released.map((unit) => this.#release(unit, false)));
  }

  async #releaseAll(): Promise<void> {
    const units = holds.faulted(this.state).flatMap(({ unit }) => (unit === holds.OWN ? [] : unit));
    this.state = { ...this.state, hold: null, held: holds.wantMoney(this.state) };
    await Promise.all(units.map((unit) => this.#release(unit, false)));
  }

  /** False: it is gone; `reconcile` will find what became of it. */
  #release(unit: number, probe: boolean): Promise<boolean> {
    return this.#units.release(unit, { granted: budget.allowanceOf(this.state, unit), probe });
  }

  /** Null: the store does not answer; the run is held. */
  async #unitAt(unit: number): Promise<UserUnit | null> {
    const found = this.#page.find((user) => user.unit === unit);
    if (found !== undefined) return found;
    if (!(await this.#readUsers(unit))) return null;
    const [first] = this.#page;
    if (first === undefined) throw ApplicationFailure.nonRetryable(`no user ${unit} in the targets`, 'internal');
    return first;
  }
  /** False: a fault that passes or is cured; the run is held as by a dialog of its own. */
  async #readUsers(from: number): Promise<boolean> {
    try {
      this.#page = await this.#units.list(from);
      return true;
    } catch (error) {
      const fault = faultOf(error);
      if (!isHolding(fault)) throw error;
      this.state = holds.holdOwn(this.state, fault, Date.now());
      return false;
    }
  }
}
