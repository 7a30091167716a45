import type { Html } from '../html.ts';
import type { ReportInput } from '../report-input.ts';

export const dialogsSection = (_input: ReportInput): Html | null => null;
