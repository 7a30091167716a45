import type { Html } from '../html.ts';
import type { ReportInput } from '../report-input.ts';

export const usersSection = (_input: ReportInput): Html | null => null;
export const itemsSection = (_input: ReportInput): Html | null => null;
