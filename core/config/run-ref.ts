/** Names a run to an activity: everything else is read from the run's folder. Free of zod, for workflows. */
export interface RunRef {
  /** The run id: folder in the store and workflow id. */
  readonly run: string;
  /** Store URI, already resolved and allowed. */
  readonly store: string;
}

/** What the workflows need to know of a resolved configuration. */
export interface RunBrief {
  readonly ref: RunRef;
  readonly domain: string;
  readonly wantedDialogs: number;
  readonly maxAttempts: number;
  readonly concurrency: number;
  readonly recommender: boolean;
}

/** One user's turn in the run: its targets, in order. */
export interface UserUnit {
  /** Place in the seeded order of users, from 0. */
  readonly unit: number;
  /** Pseudonym of the user, safe to show. */
  readonly userKey: string;
  readonly dialogs: readonly DialogSlot[];
}

export interface DialogSlot {
  readonly dialogId: string;
  readonly ordinal: number;
}

export interface DialogOutcome extends DialogSlot {
  readonly accepted: boolean;
  readonly attempts: number;
}

/** What a user's workflow tells its coordinator when it ends. */
export interface UnitFinished {
  readonly unit: number;
  readonly outcomes: readonly DialogOutcome[];
  /** Set where a fault (never a rejected dialog) ended it: the run ends with it. */
  readonly fault: { readonly code: string; readonly message: string } | null;
}
