/**
 * The key to the server. It is kept in a database of the extension's own origin: a content script, which runs within a
 * page, can read the extension's settings but not this.
 */

const DATABASE = 'key';
const STORE = 'key';

/** @returns {Promise<string>} empty when there is none */
export async function readKey() {
  return (await inStore('readonly', (store) => store.get(STORE))) ?? '';
}

/** @param {string} key empty for none */
export async function writeKey(key) {
  await inStore('readwrite', (store) => (key ? store.put(key, STORE) : store.delete(STORE)));
}

/**
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} work
 * @returns {Promise<any>}
 */
async function inStore(mode, work) {
  const opening = indexedDB.open(DATABASE);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await outcome(opening);
  try {
    return await outcome(work(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

/**
 * @param {IDBRequest} request
 * @returns {Promise<any>}
 */
function outcome(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
