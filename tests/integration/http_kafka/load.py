#!/usr/bin/env python3
"""Posts numbers over many connections as fast as they are answered:  load.py URL FIRST SECONDS OUT

Each request's body is a number of its own, from FIRST on. OUT gets the numbers whose answer was 2xx, one per line, each written after its answer
had arrived in full. Ends after SECONDS, or when the server is gone. Prints how many were sent, how many were confirmed, and the rate.
"""
import asyncio
import itertools
import sys
import time
from urllib.parse import urlsplit

CONNECTIONS = 64


class Client(asyncio.Protocol):
    def __init__(self, numbers, head, confirmed, until, over):
        self.numbers, self.head, self.confirmed, self.until, self.over = numbers, head, confirmed, until, over
        self.buffer = b""

    def connection_made(self, transport):
        self.transport = transport
        self.send()

    def send(self):
        if time.monotonic() > self.until:
            return self.transport.close()
        self.number = next(self.numbers)
        body = b"%d" % self.number
        self.transport.write(self.head + b"%d\r\n\r\n" % len(body) + body)

    def data_received(self, data):
        self.buffer += data
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self.buffer[:end].lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15:].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(self.buffer) < end + 4 + length:
            return
        self.buffer = self.buffer[end + 4 + length:]
        if head.split(b" ", 2)[1].startswith(b"2"):
            self.confirmed.append(self.number)
        self.send()

    def connection_lost(self, _):
        self.over.release()


async def main():
    url, first, seconds, out = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
    parts = urlsplit(url)
    head = f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: text/plain\r\nContent-Length: ".encode()
    numbers, confirmed, over, began = itertools.count(first), [], asyncio.Semaphore(0), time.monotonic()
    loop, open_ = asyncio.get_running_loop(), 0
    for _ in range(CONNECTIONS):
        try:
            await loop.create_connection(lambda: Client(numbers, head, confirmed, began + seconds, over), parts.hostname, parts.port)
            open_ += 1
        except OSError:
            break
    for _ in range(open_):
        await over.acquire()
    took = time.monotonic() - began
    with open(out, "a") as file:
        file.writelines(f"{number}\n" for number in confirmed)
    print(f"{next(numbers) - first} sent, {len(confirmed)} confirmed, {len(confirmed) / took:.0f}/s")


asyncio.run(main())
