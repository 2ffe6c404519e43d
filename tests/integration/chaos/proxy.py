# A TCP proxy on the loopback whose connections can be cut or held up.
import asyncio
import threading


class Proxy:
    """Forwards every connection to `target`. Its own thread; calls may come from any."""

    def __init__(self, target: int):
        self.target, self.writers, self.held = target, set(), None
        self.loop = asyncio.new_event_loop()
        started = threading.Event()
        threading.Thread(target=self._run, args=(started,), daemon=True).start()
        started.wait()

    def _run(self, started):
        asyncio.set_event_loop(self.loop)
        self.held = asyncio.Event()
        self.held.set()
        server = self.loop.run_until_complete(asyncio.start_server(self._accept, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        self.loop.run_forever()

    async def _accept(self, reader, writer):
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        pair = {writer, far_writer}
        self.writers |= pair
        await asyncio.gather(self._pump(reader, far_writer), self._pump(far_reader, writer))
        self.writers -= pair

    async def _pump(self, reader, writer):
        try:
            while data := await reader.read(65536):
                await self.held.wait()
                writer.write(data)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def cut(self):
        """Ends all connections at once, whatever is on its way in them."""
        self.loop.call_soon_threadsafe(lambda: [writer.transport.abort() for writer in list(self.writers)])

    def hold(self, on: bool):
        """Nothing gets through while it is on; no connection ends."""
        self.loop.call_soon_threadsafe(self.held.clear if on else self.held.set)
