import type { DialogAct, Polarity, Speaker } from '../planning/dialog-act.ts';
import type { NodeKind } from '../planning/dialog-plan.ts';

/** A planned act as an agent is told of it: labels and names, no hidden ids. */
export interface ActBrief {
  readonly act: DialogAct;
  readonly aspect: { readonly aspectId: number; readonly label: string } | null;
  readonly polarity: Polarity | null;
  /** Only items that this agent may know of at this point. */
  readonly item: { readonly itemId: string; readonly name: string } | null;
  readonly evidence: readonly EvidenceBrief[];
  readonly mandatory: boolean;
}

export interface EvidenceBrief {
  readonly evidenceId: string;
  readonly role: 'history' | 'community' | 'goal';
  readonly aspect: string;
  readonly itemName: string | null;
  readonly quote: string;
  readonly sentiment: number;
}

/** The stretch of dialog that the agent acts in now. */
export interface NodeBrief {
  readonly nodeId: string;
  readonly kind: NodeKind;
  /** This agent's acts of the node that are not yet realised; all agents' acts stay with their own speaker. */
  readonly acts: readonly ActBrief[];
  /** Turns left in the node, this one included. */
  readonly turnsLeft: number;
}

export interface SpokenTurn {
  readonly speaker: Speaker;
  readonly text: string;
}

export interface Persona {
  readonly style: 'terse' | 'chatty' | 'expert' | 'unsure';
}

interface CommonContext {
  /** What is talked about, e.g. "musical instruments". */
  readonly domain: string;
  readonly node: NodeBrief;
  readonly transcript: readonly SpokenTurn[];
  /** Why this agent's earlier attempts failed, in words that reveal nothing it may not know. */
  readonly feedback: readonly string[];
  /** Every aspect label that it may speak of. */
  readonly aspects: readonly { readonly aspectId: number; readonly label: string }[];
  readonly seed: number;
}

/** All that the user agent knows: its own profile and goal. Never the target's name, brand or id before it was said. */
export interface UserAgentContext extends CommonContext {
  readonly role: 'user';
  readonly persona: Persona;
  readonly preferences: readonly {
    readonly aspectId: number;
    readonly label: string;
    readonly salience: number;
    readonly sentiment: number;
  }[];
  readonly goals: readonly {
    readonly aspectId: number;
    readonly label: string;
    readonly evidence: readonly EvidenceBrief[];
  }[];
  readonly history: readonly { readonly itemId: string; readonly name: string }[];
  /** Items that the system has named so far. */
  readonly namedItems: readonly { readonly itemId: string; readonly name: string }[];
}

/** All that the system agent knows: the candidates and what the community says. Never the user's private profile. */
export interface SystemAgentContext extends CommonContext {
  readonly role: 'system';
  /** In seeded order; which of them is the target shows only in a `recommend` brief. */
  readonly candidates: readonly {
    readonly itemId: string;
    readonly name: string;
    readonly categories: readonly string[];
    readonly price: number | null;
    readonly community: readonly {
      readonly aspectId: number;
      readonly label: string;
      readonly sentiment: number;
      readonly trendPerYear: number;
      readonly evidenceCount: number;
    }[];
  }[];
}

export type AgentContext = UserAgentContext | SystemAgentContext;
