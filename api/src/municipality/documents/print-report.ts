// The printed report of one incident file.
import { join } from 'node:path';
import { printDocument } from '../../print/print-document.ts';
import type { Report } from './report-of.ts';

const template = join(import.meta.dirname, 'report.typ');

export const printReport = (report: Report): Promise<Buffer> => printDocument(template, report);
