// The centre's customers, and a municipality's own files with the documents that are made of them.
import type { FastifyInstance } from 'fastify';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { serveMunicipalities } from './customers/routes.ts';
import { serveIncidentDocuments } from './documents/document-routes.ts';
import { createDraftIncident } from './incidents/draft-incident.ts';
import { serveIncidents } from './incidents/routes.ts';

type Parts = {
  background: Database;
  authentication: Authentication;
  asActor: AsActor;
  keys: KeyRing;
  clock: Clock;
};

export function openMunicipality(parts: Parts) {
  return {
    routes(http: FastifyInstance): void {
      serveMunicipalities(http, parts);
      serveIncidents(http, parts);
      serveIncidentDocuments(http, parts);
    },
    handlers: { 'draft-incident': createDraftIncident({ ...parts, system: parts.background }) },
  };
}
