// The product that this worker's stories are told on: each worker has one of its own, for a board that two
// stories share is nobody's.

type Product = {
  origin: string;
  dataFolder: string;
  dc09Port: number;
  /** Where the product believes that a control room's system listens. */
  controlRoomPort: number;
};

/** By the environment, because workers are processes of their own and may be started anew. */
export function offer(products: Product[]): void {
  process.env.STORY_PRODUCTS = JSON.stringify(products);
}

export function product(): Product {
  const products = JSON.parse(process.env.STORY_PRODUCTS ?? '[]') as Product[];
  const own = products[Number(process.env.TEST_PARALLEL_INDEX)];
  if (!own) throw new Error('no product was started for this worker');
  return own;
}
