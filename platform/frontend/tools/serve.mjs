// Serves a built site on loopback the way a static website host does.   node tools/serve.mjs [directory] [port]
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const kTypes = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json', '.svg': 'image/svg+xml', '.txt': 'text/plain; charset=utf-8',
};

/** @param {string} directory @param {number} port 0 for any free one @param {Record<string, string>} [extra] files that are not in the directory
 * @returns {Promise<{url: string, close: () => Promise<void>}>} */
export function serve(directory, port = 0, extra = {}) {
  const server = createServer(async (request, response) => {
    let path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    if (path.endsWith('/')) path += 'index.html';
    const send = (status, type, body) => response.writeHead(status, { 'content-type': type, 'cache-control': 'no-cache' }).end(body);
    try {
      send(200, kTypes[extname(path)] ?? 'application/octet-stream', extra[path] ?? await readFile(join(directory, path)));
    } catch {
      send(404, kTypes['.html'], await readFile(join(directory, '404.html')).catch(() => 'Not found'));
    }
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve({
      url: `http://127.0.0.1:${server.address().port}`,
      close: () => new Promise((done) => { server.close(done); server.closeAllConnections?.(); }),
    }));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const directory = process.argv[2] ?? fileURLToPath(new URL('../dist', import.meta.url));
  const { url } = await serve(directory, Number(process.argv[3] ?? 8080), { '/environment.json': '{"environment":"local"}' });
  console.log(`${directory} at ${url}`);
}
