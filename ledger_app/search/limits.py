"""What a worker process may cost: memory, priority, and its life, which ends with the program's."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from multiprocessing.process import BaseProcess

_BELOW_NORMAL_PRIORITY_CLASS = 0x4000
_JOB_OBJECT_LIMIT_PROCESS_MEMORY = 0x100
_JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION = 0x400  # no "has stopped working" over the window
_JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE = 0x2000
_EXTENDED_LIMITS = 9
_NICENESS = 10

Confinement = object
"""Hold it as long as the process is to live; see `confine`."""


def confine(process: BaseProcess, memory: int) -> Confinement:
    """Bind a process that was started just now to `memory` bytes and to this program's life.

    Windows only, where a job object does it: the system ends the process when the last handle of its
    job closes, which the end of this program does. Elsewhere the process binds itself: `limit_memory`.
    """
    if sys.platform != "win32":
        return None
    return _Job(process.sentinel, memory)


def limit_memory(memory: int) -> None:
    """Bound the address space of this process, where POSIX is; leave no core file of what it read."""
    if sys.platform == "win32":
        return
    import resource  # only where POSIX is

    for what, wanted in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        _, most = resource.getrlimit(what)
        with suppress(ValueError, OSError):  # a system without this limit still has the time limit
            resource.setrlimit(what, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def lower_priority() -> None:
    """Let everything else on this PC go before this process."""
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        kernel.SetPriorityClass.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL_PRIORITY_CLASS)
        return
    with suppress(OSError):
        os.nice(_NICENESS)


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("per_process_user_time", ctypes.c_int64),
        ("per_job_user_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("minimum_working_set", ctypes.c_size_t),
        ("maximum_working_set", ctypes.c_size_t),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority_class", ctypes.c_uint32),
        ("scheduling_class", ctypes.c_uint32),
    )


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("basic", BasicLimits),
        ("io", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


def limits_of(memory: int) -> ExtendedLimits:
    """Return what a job object is told about a worker."""
    wanted = ExtendedLimits()
    wanted.basic.flags = (
        _JOB_OBJECT_LIMIT_PROCESS_MEMORY
        | _JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION
        | _JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
    )
    wanted.process_memory = memory
    return wanted


if sys.platform == "win32":

    class _Job:
        """A job object with one process in it; a system that refuses one leaves the time limit."""

        def __init__(self, process: int, memory: int) -> None:
            self._kernel = ctypes.WinDLL("kernel32")
            self._kernel.CreateJobObjectW.restype = ctypes.c_void_p
            self._kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, ctypes.c_wchar_p)
            self._kernel.SetInformationJobObject.argtypes = (
                ctypes.c_void_p,
                ctypes.c_int,
                ctypes.c_void_p,
                ctypes.c_uint32,
            )
            self._kernel.AssignProcessToJobObject.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
            self._kernel.CloseHandle.argtypes = (ctypes.c_void_p,)
            self._handle = self._kernel.CreateJobObjectW(None, None)
            if self._handle:
                wanted = limits_of(memory)
                self._kernel.SetInformationJobObject(
                    self._handle, _EXTENDED_LIMITS, ctypes.byref(wanted), ctypes.sizeof(wanted)
                )
                self._kernel.AssignProcessToJobObject(self._handle, process)

        def __del__(self) -> None:
            if self._handle:
                self._kernel.CloseHandle(self._handle)
