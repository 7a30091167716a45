// One table of hand-written dialogs, a kind after the other: long, as data is, and read as a whole.
import type { DialogPlan } from '../../../../core/planning/dialog-plan.ts';
import type { DeclaredAct, Turn } from '../../../../core/simulation/dialog.ts';
import type { WorldName } from '../plans.ts';

/** An honest dialog with one thing wrong. */
export interface BrokenDialog {
  readonly kind: string;
  readonly world: WorldName;
  /** Index among the honest dialogs of the world. */
  readonly from: number;
  readonly edit: (turns: readonly Turn[], plan: DialogPlan) => readonly Turn[];
  /** One of the violations found has this check. */
  readonly check: RegExp;
}

type Edit = BrokenDialog['edit'];

/** Turn `at` says something else; what it declares stays. */
const say =
  (at: number, text: string): Edit =>
  (turns) =>
    turns.map((turn, index) => (index === at ? { ...turn, text } : turn));

const declare =
  (at: number, change: (act: DeclaredAct) => DeclaredAct): Edit =>
  (turns) =>
    turns.map((turn, index) => (index === at ? { ...turn, acts: turn.acts.map(change) } : turn));

const both =
  (...edits: Edit[]): Edit =>
  (turns, plan) =>
    edits.reduce((now, edit) => edit(now, plan), turns);

const drop =
  (...nodeIds: string[]): Edit =>
  (turns) =>
    turns.filter((turn) => !nodeIds.includes(turn.nodeId));

const swap =
  (left: string, right: string): Edit =>
  (turns) => {
    const of = (nodeId: string) => turns.filter((turn) => turn.nodeId === nodeId);
    const order = [...new Set(turns.map((turn) => turn.nodeId))];
    return order.flatMap((id) => of(id === left ? right : id === right ? left : id));
  };

const flip = (act: DeclaredAct): DeclaredAct => ({
  ...act,
  polarity: act.polarity === 'positive' ? 'negative' : act.polarity === 'negative' ? 'positive' : act.polarity,
});

const cite =
  (...evidenceIds: string[]) =>
  (act: DeclaredAct): DeclaredAct => ({ ...act, evidenceIds });

const broken = (kind: string, world: WorldName, from: number, edit: Edit, check: RegExp): BrokenDialog => ({
  kind,
  world,
  from,
  edit,
  check,
});

export const BROKEN: readonly BrokenDialog[] = [
  // What the user says of its preferences is turned round, in the words, in the declaration, or in both.
  broken(
    'preference flipped',
    'pedal',
    0,
    say(3, 'Not at all, build quality never matters, I dislike solid things.'),
    /act-not-said/,
  ),
  broken(
    'preference flipped',
    'pedal',
    2,
    both(say(3, 'i hate how well built stuff feels, durability was awful on all my gear'), declare(3, flip)),
    /preference-polarity/,
  ),
  broken(
    'preference flipped',
    'diner',
    0,
    say(3, 'The service I get is always lovely, I have been very happy with it.'),
    /act-not-said/,
  ),
  broken(
    'preference flipped',
    'diner',
    6,
    both(say(3, 'The service has been wonderful wherever I went.'), declare(3, flip)),
    /preference-polarity/,
  ),
  broken(
    'preference flipped',
    'app',
    0,
    both(say(5, 'Crashes? No, my apps are very stable, I love that.'), declare(5, flip)),
    /preference-polarity/,
  ),
  broken(
    'no strong view made strong',
    'diner',
    1,
    say(3, 'Prices have been terrible everywhere, I hate them.'),
    /act-not-said/,
  ),
  broken(
    'history flipped',
    'pedal',
    0,
    both(say(5, 'My Snark SN-1 tuner has superb battery life, I love it.'), declare(5, flip)),
    /history-polarity/,
  ),
  broken(
    'history flipped',
    'pedal',
    5,
    say(3, 'The Snark SN-1? Great thing, its battery life is excellent.'),
    /act-not-said/,
  ),
  // What the system says of an item contradicts the item's standing.
  broken(
    'claim against the trajectory',
    'pedal',
    1,
    say(
      7,
      'One option is the Behringer Ultra Metal. The tone is decent for the money. Its durability is excellent too, sturdy as can be.',
    ),
    /act-not-said/,
  ),
  broken(
    'claim against the trajectory',
    'pedal',
    0,
    both(say(10, 'Terrible, I am afraid. The batteries die quickly.'), declare(10, flip)),
    /claim-trajectory/,
  ),
  broken(
    'claim against the trajectory',
    'diner',
    0,
    both(say(8, 'Oh, the prices are great, very reasonable.'), declare(8, flip)),
    /claim-trajectory/,
  ),
  broken(
    'claim against the cited sentence',
    'app',
    0,
    both(
      say(6, 'PixelCam Lite could be worth a try. There are hardly any adverts, users are happy about that.'),
      declare(6, flip),
    ),
    /claim-trajectory|evidence-contradicts/,
  ),
  // Claims out of nowhere.
  broken('claim without evidence', 'pedal', 0, declare(10, cite()), /claim-without-evidence/),
  broken('claim without evidence', 'diner', 2, declare(6, cite()), /claim-without-evidence/),
  broken(
    'undeclared claim',
    'pedal',
    0,
    say(
      8,
      'How about the Boss DS-1? Reviewers praise its "Warm tone that cleans up nicely with the volume knob". The price is excellent as well.',
    ),
    /undeclared-claim/,
  ),
  broken(
    'undeclared claim',
    'diner',
    3,
    say(
      6,
      'My suggestion is the Bella Notte Trattoria: great food and great service, by all accounts. The atmosphere is gorgeous too.',
    ),
    /undeclared-claim/,
  ),
  // Items.
  broken(
    'item swapped',
    'pedal',
    0,
    say(
      8,
      'How about the MXR M104 Distortion Plus? Reviewers praise its "Warm tone that cleans up nicely with the volume knob".',
    ),
    /unplanned-item|act-not-said/,
  ),
  broken(
    'item swapped',
    'app',
    0,
    say(
      8,
      'Then take PixelCam Lite. "The film presets are gorgeous", so its filters are a strong point, and crashes are no problem: it is "Rock solid".',
    ),
    /act-not-said/,
  ),
  broken(
    'item swapped',
    'diner',
    2,
    say(
      6,
      'Try Lotus Garden Noodle House. Its dishes are praised as the best outside of Italy, and its staff is attentive.',
    ),
    /unplanned-item|act-not-said/,
  ),
  broken(
    'item too early',
    'pedal',
    0,
    say(
      6,
      'Then have a look at the Behringer UM300 Ultra Metal, or at the Boss DS-1 Distortion. People find the Behringer\'s tone decent, though one buyer wrote "The plastic housing cracked within a month of gigging", so the build quality is weak.',
    ),
    /item-before-its-turn/,
  ),
  broken(
    'title leaked',
    'pedal',
    0,
    say(1, "Hello! I'm after a pedal with really good sound quality, like the Boss DS-1."),
    /title-leak/,
  ),
  broken(
    'title leaked',
    'pedal',
    4,
    say(3, 'It should be rugged, like a Boss. A solid build has always served me well.'),
    /title-leak/,
  ),
  broken(
    'title leaked',
    'diner',
    0,
    say(1, 'Hello, yes. Somewhere with delicious food. Bella Notte Trattoria perhaps?'),
    /title-leak/,
  ),
  broken('title leaked', 'app', 1, say(5, 'Beautiful effects for my snaps, PixelCam Pro style.'), /title-leak/),
  // Evidence.
  broken(
    'later review cited',
    'pedal',
    0,
    (turns, plan) => {
      plan.evidence.push({
        evidenceId: 'e9',
        reviewId: 'late',
        sentenceIndex: 0,
        itemId: 'T',
        aspectId: 1,
        sentiment: 0.6,
        quote: 'The case still looks new after a year.',
        timestampMs: 120 * 86_400_000,
        role: 'community',
      });
      return declare(12, (act) => (act.itemId === 'T' ? cite('e9')(act) : act))(turns, plan);
    },
    /evidence-later/,
  ),
  broken(
    "another user's history",
    'pedal',
    0,
    (turns, plan) => {
      plan.evidence.push({
        evidenceId: 'e9',
        reviewId: 'h1',
        sentenceIndex: 0,
        itemId: 'H1',
        aspectId: 5,
        sentiment: -0.5,
        quote: 'Eats batteries for breakfast.',
        timestampMs: 60 * 86_400_000,
        role: 'history',
      });
      return declare(5, cite('e9'))(turns, plan);
    },
    /evidence-owner/,
  ),
  broken('private history cited by the system', 'pedal', 0, declare(10, cite('e2')), /evidence-role|evidence-item/),
  broken('evidence of another item', 'pedal', 0, declare(10, cite('e3')), /evidence-(?:aspect|item)/),
  broken('unknown evidence', 'app', 2, declare(8, cite('e77')), /evidence-unknown/),
  broken(
    'quote made up',
    'pedal',
    0,
    say(10, 'Very good: "One nine volt lasts for many long years", says one owner.'),
    /quote-not-verbatim/,
  ),
  broken(
    'quote made up',
    'app',
    0,
    say(6, 'PixelCam Lite could be worth a try. I must warn you about adverts: "The ads made me throw my phone away."'),
    /quote-not-verbatim/,
  ),
  // Nodes and turns.
  broken('mandatory node dropped', 'pedal', 1, drop('n2'), /node-missing/),
  broken('mandatory node dropped', 'app', 3, drop('n3'), /node-missing/),
  broken('mandatory node dropped', 'diner', 5, drop('n6'), /node-missing/),
  broken('nodes reordered', 'pedal', 2, swap('n2', 'n4'), /node-order/),
  broken('nodes reordered', 'diner', 1, swap('n3', 'n4'), /node-order/),
  broken('stops early', 'pedal', 3, drop('n9', 'n10'), /node-missing|ending/),
  broken('stops early', 'diner', 7, drop('n7'), /node-missing|ending/),
  broken(
    'speaks twice',
    'pedal',
    0,
    (turns) => [
      ...turns.slice(0, 4),
      { ...(turns[3] as Turn), text: 'And one more thing, I also travel.', acts: [] },
      ...turns.slice(4),
    ],
    /alternation/,
  ),
  broken('empty turn', 'diner', 0, say(5, ' ... '), /empty-turn/),
  broken('empty turn', 'app', 4, say(6, ''), /empty-turn/),
  broken(
    'loop',
    'pedal',
    0,
    (turns) => [...turns.slice(0, 4), ...turns.slice(2, 4).map((turn) => ({ ...turn, acts: [] })), ...turns.slice(4)],
    /loop/,
  ),
  broken(
    'loop',
    'diner',
    2,
    say(8, 'Try Bella Notte. Its dishes are praised as the best outside of Italy, and its staff is attentive.'),
    /loop|act-not-said/,
  ),
  broken(
    'too many turns',
    'diner',
    0,
    (turns) => [
      ...turns.slice(0, 4),
      ...['Where was that?', 'At the harbour.', 'When was that?', 'In June.'].map((text, index): Turn => ({
        turnIndex: 0,
        speaker: index % 2 === 0 ? 'system' : 'user',
        text,
        nodeId: 'n2',
        acts: [],
      })),
      ...turns.slice(4),
    ],
    /turn-bounds/,
  ),
  // Outcomes.
  broken(
    'candidate accepted',
    'pedal',
    0,
    say(7, "Cracked housing and poor build quality? I don't mind, I'll take it."),
    /act-not-said|accepted-other/,
  ),
  broken(
    'candidate accepted',
    'app',
    5,
    both(
      say(7, 'Adverts are annoying but sold, sign me up.'),
      declare(7, (act) => (act.act === 'reject' ? { ...act, act: 'accept' } : act)),
    ),
    /accepted-other|act-missing/,
  ),
  broken('target refused', 'diner', 0, say(9, 'No thanks, not for me.'), /act-not-said/),
  broken('target refused', 'pedal', 0, say(13, "Hmm, I'll pass on that."), /act-not-said/),
  broken('question not asked', 'pedal', 0, say(2, 'Got it. Build quality.'), /act-not-said/),
  broken(
    'aspect not spoken of',
    'diner',
    3,
    say(6, 'My suggestion is the Bella Notte Trattoria. It is great fun.'),
    /act-not-said/,
  ),
  broken(
    'complaint never admitted',
    'app',
    7,
    both(
      say(6, 'PixelCam Lite is one candidate.'),
      declare(6, (act) => ({ ...act, act: 'recommend', aspectId: null, polarity: null, evidenceIds: [] })),
    ),
    /act-missing|critique-ungrounded/,
  ),
];
