"""A visitor without a browser: milliseconds from a click or a changed text to the end of the server's answer.

    with Visitor(server.address, "lang=en&step=try") as visitor:
        visitor.typed("Type a sentence", "a warm film")     # milliseconds
        visitor.stepped(3)                                  # to Judge

It speaks Streamlit's own messages on its websocket, so that what a browser needs to draw is not in the time.
"""

import time
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

PATIENCE = 120  # seconds


class Visitor:
    """One session of a running server, on one page."""

    def __init__(self, address, query):
        self.query, self.page, self.groups, self.texts, self.states = query, "", {}, {}, {}
        self.socket = connect(
            f"ws://{urlsplit(address).netloc}/_stcore/stream", subprotocols=["streamlit"], origin=address, max_size=None
        )

    def __enter__(self):
        self.rerun()
        return self

    def __exit__(self, *_):
        self.socket.close()

    def typed(self, label, text):
        """A text input's new content."""
        return self.rerun(self.texts[label], string_value=text)

    def stepped(self, step):
        """A press in the row of steps, by its place from the left."""
        group = self.groups["step"]
        return self.rerun(group.id, string_array_value=group.options[step].content)

    def rerun(self, changed=None, **value):
        """Milliseconds of a run of the page's script, with a widget changed."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self.page
        if changed:
            self.states[changed] = value
        for widget, kept in self.states.items():
            state = message.rerun_script.widget_states.widgets.add(id=widget)
            for kind, content in kept.items():
                if kind.endswith("array_value"):
                    getattr(state, kind).data.append(content)
                else:
                    setattr(state, kind, content)
        began = time.monotonic()
        self.socket.send(message.SerializeToString())
        self.receive_all()
        return 1000 * (time.monotonic() - began)

    def receive_all(self):
        """Messages until the script's end; the ids of its inputs are kept."""
        while True:
            told = ForwardMsg.FromString(self.socket.recv(timeout=PATIENCE))
            kind = told.WhichOneof("type")
            if kind == "new_session":
                self.page = told.new_session.page_script_hash  # as a browser does, or every rerun begins on Home
            if kind == "delta" and told.delta.HasField("new_element"):
                self.keep(told.delta.new_element)
            if kind == "script_finished" and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return

    def keep(self, element):
        kind = element.WhichOneof("type")
        if kind == "text_input":
            self.texts[element.text_input.label] = element.text_input.id
        if kind == "button_group":
            self.groups[element.button_group.id.rpartition("-")[2]] = element.button_group
