"""Unpacking of gzip and deflate by zlib-ng: the interface of the standard library's zlib at twice its speed."""

from typing import cast

from zlib_ng import zlib_ng

decompressobj = zlib_ng.decompressobj
InflateError = cast("type[Exception]", zlib_ng.error)  # which its stub calls an instance
