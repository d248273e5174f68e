// The centre's customers, for its own staff.
import * as z from 'zod';
import { language } from '../language.ts';
import { contract, municipalityDetails, officeContact, theme } from '../municipality/state.ts';
import { controlRoomCode } from '../police/control-rooms.ts';
import type { Route } from './route.ts';

const at = z.iso.datetime();
const count = z.int().nonnegative();
const code = z.string().nullable();

export const municipalitySummary = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Null: it is still to be chosen from the list. */
  code,
  controlRoom: controlRoomCode.nullable(),
  dayAndNightPhone: z.string().nullable(),
  endedAt: at.nullable(),
  buttons: count,
  members: count,
});
export type MunicipalitySummary = z.infer<typeof municipalitySummary>;

const details = z.object({
  code,
  name: z.string(),
  dayAndNightPhone: z.string().nullable(),
  office: officeContact.nullable(),
  contract: contract.nullable(),
  theme: theme.nullable(),
  language: language.nullable(),
});

export const municipality = municipalitySummary.extend({
  ...details.shape,
  province: z.string().nullable(),
  version: z.int().positive(),
});
export type Municipality = z.infer<typeof municipality>;

/** One change of it, and what counted from then on. */
export const municipalityVersion = z.object({
  version: z.int().positive(),
  at,
  what: z.enum(['added', 'taken-over', 'changed', 'ended']),
  /** Null: a part of the system. */
  by: z.string().nullable(),
  details,
  /** What differs from before; empty at its first. */
  changed: z.array(details.keyof()),
});
export type MunicipalityVersion = z.infer<typeof municipalityVersion>;

const params = z.object({ municipalityId: z.uuid() });
const expectedVersion = z.int().positive();

export const municipalityRoutes = {
  municipalities: {
    method: 'GET',
    path: '/api/municipalities',
    summary: "The centre's municipalities by name, fifty at a time",
    access: 'municipality.read',
    query: z.object({
      /** A part of its name, or its code. */
      search: z.string().max(100).optional(),
      cursor: z.string().max(500).optional(),
    }),
    response: z.object({
      municipalities: z.array(municipalitySummary),
      /** Where the next page begins; null: there is none. */
      next: z.string().nullable(),
    }),
  },
  municipality: {
    method: 'GET',
    path: '/api/municipalities/:municipalityId',
    summary: 'One municipality: how it is reached, and what was agreed with it',
    access: 'municipality.read',
    params,
    response: municipality,
  },
  municipalityAdd: {
    method: 'POST',
    path: '/api/municipalities',
    summary: 'A new customer, chosen from the list of municipalities by its code',
    access: 'municipality.change',
    body: municipalityDetails,
    response: municipality,
  },
  municipalityChange: {
    method: 'POST',
    path: '/api/municipalities/:municipalityId',
    summary: 'What is agreed with it from now on; 409 when somebody else changed it meanwhile',
    access: 'municipality.change',
    params,
    body: z.object({ expectedVersion, details: municipalityDetails }),
    response: municipality,
  },
  municipalityEnd: {
    method: 'POST',
    path: '/api/municipalities/:municipalityId/end',
    summary: 'It is no customer any more; 409 while buttons or people belong to it',
    access: 'municipality.change',
    params,
    body: z.object({ expectedVersion }),
    response: municipality,
  },
  municipalityHistory: {
    method: 'GET',
    path: '/api/municipalities/:municipalityId/history',
    summary: 'What was agreed with it since when, and who wrote it, newest first',
    access: 'municipality.read',
    params,
    response: z.object({ versions: z.array(municipalityVersion) }),
  },
} satisfies Record<string, Route>;
