"""An uploaded file lies on the disk, and Streamlit holds its bytes no longer."""

import gc

from streamlit.proto.Common_pb2 import FileURLs
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec

from pages.ui.frame.given import digest_of, source_of, taken


def test_what_was_uploaded_is_on_the_disk_and_nowhere_else():
    data = "글,정답\n".encode() * 300_000
    file = UploadedFile(UploadedFileRec("1", "a.csv", "text/csv", data), FileURLs())
    content = taken(file)
    path = source_of(content)
    assert path.read_bytes() == data and len(content) == len(data) and digest_of(content) == digest_of(data)
    assert file.getvalue() == b"" and taken(file) is None
    del content
    gc.collect()
    assert not path.exists()
