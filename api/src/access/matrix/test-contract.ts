// The OpenAPI document held against what is really answered: to everybody the table's questions come from, whatever the
// answer is.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Answer } from '../../testing/instance/person.ts';

type Content = Record<string, { schema?: object }>;
type Operation = {
  security: Record<string, string[]>[];
  responses: Record<string, { content?: Content }>;
};
export type OpenApiDocument = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
};

type Checked = { path: RegExp; method: string; name: string; operation: Operation };

export class Contract {
  readonly breaches = new Set<string>();
  /** `GET /api/board 200`. */
  readonly seen = new Set<string>();
  readonly #operations: Checked[];
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #validators = new Map<object, ValidateFunction>();

  constructor(document: OpenApiDocument) {
    (addFormats as unknown as (ajv: Ajv2020) => void)(this.#ajv); // its types are of CommonJS
    this.#operations = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({
        // Whatever else is in a path is itself, a dot too.
        path: new RegExp(`^${path.replaceAll(/[.]/g, '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
        method: method.toUpperCase(),
        name: `${method.toUpperCase()} ${path}`,
        operation,
      })),
    );
  }

  check(method: string, address: string, { status, body, headers }: Answer): void {
    const path = address.split('?')[0]!;
    if (!path.startsWith('/api/') || path.startsWith('/api/auth/')) return;
    // A path without a variable is the one that is meant.
    const found = this.#operations
      .filter((one) => one.method === method && one.path.test(path))
      .toSorted(
        (one, other) => Number(one.name.includes('{')) - Number(other.name.includes('{')),
      )[0];
    if (!found) return void this.breaches.add(`${method} ${path} is not described`);
    const { responses } = found.operation;
    const type = (headers.get('content-type') ?? '').split(';')[0]!;
    const described = responses[status] ?? responses[`${Math.floor(status / 100)}XX`];
    const schema = described?.content?.[type]?.schema;
    this.seen.add(`${found.name} ${status}`);
    if (!schema)
      return void this.breaches.add(`${found.name} ${status} as ${type} is not described`);
    if (type !== 'application/json') return;
    const validate = this.#validators.get(schema) ?? this.#ajv.compile(schema);
    this.#validators.set(schema, validate);
    if (validate(body)) return;
    const [first] = validate.errors ?? [];
    this.breaches.add(`${found.name} ${status}: ${first?.instancePath} ${first?.message}`);
  }
}
