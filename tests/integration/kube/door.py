"""A door before a TCP server:  door.py PORT https://HOST:PORT. SIGUSR1 shuts it and ends what goes through, SIGUSR2 opens it again."""
import asyncio, signal, sys

open_, writers = True, set()


async def copy(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    writer.close()


async def visitor(reader, writer):
    if not open_:
        return writer.transport.abort()
    host, port = sys.argv[2].removeprefix("https://").split(":")
    inside_reader, inside_writer = await asyncio.open_connection(host, int(port))
    writers.update((writer, inside_writer))
    await asyncio.gather(copy(reader, inside_writer), copy(inside_reader, writer))


def shut():
    global open_
    open_ = False
    for writer in writers:
        writer.transport.abort()
    writers.clear()


def unlock():
    global open_
    open_ = True


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, shut)
    loop.add_signal_handler(signal.SIGUSR2, unlock)
    async with await asyncio.start_server(visitor, "127.0.0.1", int(sys.argv[1])) as server:
        await server.serve_forever()


asyncio.run(main())
