import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { errorCode, errorMessage } from '../model/errors.ts';
import { EXIT, UserError } from '../model/user-error.ts';
import { createApp } from './app.ts';
import type { AppOptions } from './app.ts';

/** The only address that is listened at: nobody else on the network reaches it. */
const LOOPBACK = '127.0.0.1';

export interface Listening {
  readonly port: number;
  /** With the key: only for who started it. */
  readonly address: string;
  /** Ends it, with what is under way. */
  close(): Promise<void>;
}

/** Begins to answer at a port of this machine; 0: one that is free. Throws UserError `port-in-use`, `cannot-listen`. */
export async function listen(options: AppOptions): Promise<Listening> {
  const server = createServer();
  const port = await listening(server, options.port);
  const app = createApp({ ...options, port });
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  endWithConnection(server);
  server.on('request', (request, response) => void answer(request, response));
  return {
    port,
    address: `http://${LOOPBACK}:${port}/?key=${options.secrets.key}`,
    close: () =>
      new Promise((resolve) => {
        options.live?.streams.close();
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Of several requests on one connection only the one that is answered hears that it is gone: those behind it would never end. */
function endWithConnection(server: Server): void {
  const waiting = new WeakMap<Socket, Set<ServerResponse>>();
  server.on('connection', (socket) => {
    const responses = new Set<ServerResponse>();
    waiting.set(socket, responses);
    socket.on('close', () => {
      for (const response of responses) if (response.socket === null) response.emit('close');
    });
  });
  server.on('request', ({ socket }, response) => {
    const responses = waiting.get(socket);
    responses?.add(response);
    response.on('close', () => responses?.delete(response));
  });
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(refusedPort(error, port));
    });
    server.listen(port, LOOPBACK, () => {
      const bound = server.address();
      resolve(bound === null || typeof bound === 'string' ? port : bound.port);
    });
  });
}

function refusedPort(error: unknown, port: number): Error {
  if (errorCode(error) === 'EADDRINUSE')
    return new UserError(
      'port-in-use',
      `port ${port} is in use, by another mailtrail serve or another program`,
      {
        hint: 'use the page that runs already, name another with --port N, or let --port 0 find a free one',
        exitCode: EXIT.internal,
        cause: error,
      },
    );
  return new UserError('cannot-listen', `cannot listen at port ${port}: ${errorMessage(error)}`, {
    hint: 'name another with --port N: those below 1024 are for the system',
    exitCode: EXIT.internal,
    cause: error,
  });
}
