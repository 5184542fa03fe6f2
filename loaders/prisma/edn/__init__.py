"""EDN, Prisma's native format: hostile input read into plain values, plain values and keywords written."""

from loaders.prisma.edn.keyword import Keyword
from loaders.prisma.edn.reader import BrokenEdn, read
from loaders.prisma.edn.writer import write

__all__ = ["BrokenEdn", "Keyword", "read", "write"]
