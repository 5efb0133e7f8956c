import time, threading, socket, httpx, asyncio, subprocess, sys, os
LOAD = r'''
import asyncio, sys, time
async def worker(port, paths, stop, counts, extra):
    r, w = await asyncio.open_connection("127.0.0.1", port)
    i = 0
    while time.perf_counter() < stop:
        p = paths[i % len(paths)]; i += 1
        w.write(f"GET {p} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n{extra}\r\n".encode())
        head = await r.readuntil(b"\r\n\r\n")
        n = 0
        for l in head.split(b"\r\n"):
            if l.lower().startswith(b"content-length:"): n = int(l.split(b":")[1])
        if n: await r.readexactly(n)
        counts.append(int(head[9:12]))
    w.close()
async def main(port, secs, conns, extra, paths):
    counts = []
    t = time.perf_counter()
    await asyncio.gather(*(worker(port, paths, t + secs, counts, extra) for _ in range(conns)))
    d = time.perf_counter() - t
    from collections import Counter
    print(f"{len(counts)/d:.0f}/s {Counter(counts)}")
asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), sys.argv[4].replace("|", "\r\n"), sys.argv[5:]))
'''
def load(p, paths, conns=8, secs=3, extra=""):
    out = subprocess.run([sys.executable, "-c", LOAD, str(p.port), str(secs), str(conns), extra, *paths], capture_output=True, text=True)
    print(paths[0][:90], len(paths), out.stdout.strip(), out.stderr[-300:])
def test_bench(process, place):
    from geo_api.main import create_app
    with place.connect() as db:
        pass
    tj = httpx.get(process.base + "/v1/collections/haltes/tilejson").json()
    print(tj)
    import math
    w,s,e,n = tj["bounds"]
    z=13
    def t(lon,lat): return int((lon+180)/360*2**z), int((1-math.log(math.tan(math.radians(lat))+1/math.cos(math.radians(lat)))/math.pi)/2*2**z)
    (x0,y0),(x1,y1)=t(w,n),t(e,s)
    tiles=[f"/v1/collections/haltes/tiles/WebMercatorQuad/13/{y}/{x}?v=2" for x in range(x0,x1+1) for y in range(y0,y1+1)]
    load(process, tiles)
    load(process, tiles, extra='If-None-Match: "haltes-2-13-1-1"|')
    load(process, ["/health/live"])
    load(process, ["/v1/conformance"])
    load(process, ["/v1/collections"])
    load(process, ["/v1/collections/haltes/items?limit=1000"])
    load(process, ["/v1/collections/haltes/items?limit=1000&crs=http://www.opengis.net/def/crs/EPSG/0/28992"])
    load(process, ["/v1/collections/buurten/items?limit=100&bbox=6.5,53.1,6.55,53.15"])
    load(process, ["/v1/collections/haltes/items?limit=10"])
    load(process, ["/v1/collections/haltes/items/000001"])
    t=time.time(); print("stop", process.stop(), time.time()-t)
    print(process.popen.stderr.read().decode()[-3000:])
    assert 0
