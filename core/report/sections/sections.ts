import type { Html } from '../html.ts';
import type { ReportInput } from '../report-input.ts';
import { aspectsSection } from './aspects.ts';
import { attemptsSection } from './attempts.ts';
import { dialogsSection } from './dialogs.ts';
import { glanceSection } from './glance.ts';
import { loadingSection } from './loading.ts';
import { measuresSection } from './measures.ts';
import { plansSection } from './plans.ts';
import { itemsSection, usersSection } from './profiles.ts';
import { profilingSection } from './profiling.ts';
import { recommenderSection } from './recommender.ts';

interface Section {
  readonly id: string;
  readonly title: string;
  /** Null: the run has nothing for it. */
  readonly render: (input: ReportInput) => Html | null;
}

/** The page, in reading order. */
export const SECTIONS: readonly Section[] = [
  { id: 'glance', title: 'The run at a glance', render: glanceSection },
  { id: 'aspects', title: 'Aspects', render: aspectsSection },
  { id: 'profiling', title: 'Evidence and decay', render: profilingSection },
  { id: 'users', title: 'Users over time', render: usersSection },
  { id: 'items', title: 'Items over time', render: itemsSection },
  { id: 'plans', title: 'Plans', render: plansSection },
  { id: 'dialogs', title: 'Dialogs', render: dialogsSection },
  { id: 'attempts', title: 'Attempts and violations', render: attemptsSection },
  { id: 'measures', title: 'Automatic measures', render: measuresSection },
  { id: 'recommender', title: 'Recommenders', render: recommenderSection },
  { id: 'loading', title: 'Loading the dataset', render: loadingSection },
];
