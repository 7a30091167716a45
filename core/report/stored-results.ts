import { z } from 'zod';

import { VARIANTS } from '../config/run-config.ts';
import type { DialogAudit } from '../judging/audit-dialogs.ts';
import { NODE_KINDS } from '../planning/dialog-plan.ts';
import { METRIC_NAMES } from '../recommender/metrics/ranking-metrics.ts';
import type { RecommenderMetrics } from '../recommender/summarise-metrics.ts';

/** `audit.json` and `recommender/metrics.json` as they are read back: the door's check of what the run itself wrote. */

const countsSchema = z.record(z.string(), z.number());
const maybe = z.number().nullable();
const groundedness = z.object({ statements: z.number(), grounded: z.number(), share: maybe });
const distribution = z.object({ mean: maybe, min: maybe, max: maybe });

const bySparsity = z.object({ sparse: maybe, rest: maybe });

const planVariety = z.object({
  plans: z.number(),
  shapes: z.number(),
  shapeEntropy: maybe,
  pairsApart: maybe,
  largestShape: maybe,
  nodesPerPlan: distribution,
  kindsPerPlan: z.record(z.enum(NODE_KINDS), z.number()),
  withOptional: maybe,
  withAlternatives: maybe,
  comparedAnew: maybe,
  turnedDown: countsSchema,
  reasons: z.array(z.object({ aspectId: z.number(), count: z.number() })),
  reasonEntropy: maybe,
  elicits: bySparsity,
  claims: bySparsity,
  fit: z.object({ own: maybe, others: maybe }),
});

export const DialogAuditSchema: z.ZodType<DialogAudit> = z.object({
  dialogs: z.number(),
  leaks: z.object({
    title: z.number(),
    evidence: z.number(),
    dialogs: z.array(z.object({ dialogId: z.string(), title: z.number(), evidence: z.number() })),
  }),
  measures: z.object({
    groundedness: z.object({ claims: groundedness, preferences: groundedness }),
    distinct1: maybe,
    distinct2: maybe,
    selfBleu: maybe,
    turnsPerDialog: distribution,
    wordsPerDialog: distribution,
    wordsPerTurn: distribution,
  }),
  plans: planVariety,
  acceptedAtAttempt: countsSchema,
  byProvider: countsSchema,
  bySplit: countsSchema,
});

const metricName = z.enum(METRIC_NAMES);
const interval = z.object({ mean: z.number(), low: z.number(), high: z.number() }).nullable();
const levels = z.record(metricName, z.number());
const means = z.record(metricName, maybe);
const intervals = z.record(metricName, interval);
const variant = z.enum(VARIANTS);

export const RecommenderMetricsSchema: z.ZodType<RecommenderMetrics> = z.object({
  testDialogs: z.number(),
  randomLevel: z.object({ full: levels, candidates: levels }).nullable(),
  runs: z.array(z.object({ variant, seed: z.number(), bestEpoch: z.number(), full: means, candidates: means })),
  variants: z.array(z.object({ variant, seeds: z.array(z.number()), full: intervals, candidates: intervals })),
  versusDialogOnly: z.array(z.object({ variant, full: intervals, candidates: intervals })),
});
