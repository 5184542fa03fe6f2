"""The explorer's page and files, read once, as they are served."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from gateway.engine.encoding import encoded
from gateway.explorer.build import ASSETS, PARTS, is_built
from gateway.explorer.examples import examples
from gateway.http.replies import Reply

_STATIC = Path(__file__).parent / "static"
# GraphiQL's dialogs and menus keep the page behind them from scrolling by this one style, whose digest browsers tell. It is another
# where a scroll bar vanishes, as in a narrow window on a desktop: blocked there, which does no harm.
_DIALOGS = "'sha256-Y/huXlwoYkVyQlxwSVcCi1RCDGDCSVBzDt0hYP9qlTc='"
_ATTRIBUTES = ("color: #888", "width: 10em")
"Of the editor's search bar."


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


_POLICY = (
    f"default-src 'none'; script-src 'self'; style-src 'self' {_DIALOGS}; "
    f"style-src-attr 'unsafe-hashes' {' '.join(map(_digest, _ATTRIBUTES))}; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PAGE_HEADERS = [(b"content-security-policy", _POLICY.encode()), (b"cache-control", b"no-cache"), (b"vary", b"accept")]
_KEPT = {"cache-control": "public, max-age=31536000, immutable", "vary": "accept-encoding"}
_WHERE = b"explorer/assets/"
"How the pages name the folder of their files; the digest takes its place, so that a file never changes under its address."


@dataclass(frozen=True, slots=True)
class _File:
    media: str
    body: bytes
    packed: bytes | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """The page at `/graphql` and the files at `/explorer/{digest}/{name}`."""

    page: Reply
    digest: str
    files: dict[str, _File] = field(repr=False)

    async def file(self, request: Request) -> Response:
        """Serve one file; its address holds a digest of all of them, so that browsers and caches keep it for good."""
        found = self.files.get(request.path_params["name"])
        if found is None or request.path_params["digest"] != self.digest:
            return Response(status_code=404, headers={"cache-control": "no-store"})
        if found.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(found.packed, headers={**_KEPT, "content-encoding": "gzip"}, media_type=found.media)
        return Response(found.body, headers=_KEPT, media_type=found.media)


def site(assets: Path = ASSETS) -> Site:
    """Read the files: GraphiQL's page where its parts were built, else the small page that needs none."""
    is_whole = is_built(assets)
    files = dict(_static())
    if is_whole:
        files |= {name: _read(assets / name) for name in PARTS}
    files["examples.json"] = _File("application/json", encoded([asdict(example) for example in examples()]))
    digest = sha256(b"".join(name.encode() + sha256(files[name].body).digest() for name in sorted(files))).hexdigest()[:16]
    html = (_STATIC / ("graphiql.html" if is_whole else "plain.html")).read_bytes()
    html = html.replace(_WHERE, b"explorer/%s/" % digest.encode())
    return Site(Reply(200, b"text/html; charset=utf-8", html, _PAGE_HEADERS), digest, files)


def _static() -> Iterator[tuple[str, _File]]:
    for path in _STATIC.iterdir():
        if path.suffix in (".js", ".css"):
            yield path.name, _read(path)


def _read(path: Path) -> _File:
    packed = path.with_name(f"{path.name}.gz")
    media = {".js": "text/javascript", ".css": "text/css"}.get(path.suffix, "text/plain")
    return _File(media, path.read_bytes(), packed.read_bytes() if packed.is_file() else None)
