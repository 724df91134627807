"""Every mail of a maildir as JSON, read by libraries that know nothing of ours: Python's email package, icalendar, and libical."""
import json
import mailbox
import re
import sys
from email import policy
from email.parser import BytesParser

import gi
from icalendar import Calendar

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402


def text_of(value):
    return None if value is None else str(value)


def event_of(event):
    attendees = event.get("attendee", [])
    attendees = attendees if isinstance(attendees, list) else [attendees]
    return {
        "uid": text_of(event.get("uid")),
        "sequence": int(event["sequence"]),
        "start": event.decoded("dtstart").strftime("%Y-%m-%dT%H:%M:%SZ"),
        "end": event.decoded("dtend").strftime("%Y-%m-%dT%H:%M:%SZ"),
        "summary": text_of(event.get("summary")),
        "location": text_of(event.get("location")),
        "description": text_of(event.get("description")),
        "status": text_of(event.get("status")),
        "organizer": text_of(event.get("organizer")),
        "attendees": sorted(str(one) for one in attendees),
    }


def complaints_of(text):
    """What libical cannot read, or what breaks its table of the properties that each iTIP method demands (RFC 5546)."""
    calendar = ICalGLib.Component.new_from_string(text)
    if calendar is None:
        return ["not a calendar"]
    calendar.check_restrictions()
    unfolded = re.sub(r"\r?\n[ \t]", "", calendar.as_ical_string())
    return [line for line in unfolded.splitlines() if line.startswith("X-LIC-ERROR")]


def mail_of(octets):
    message = BytesParser(policy=policy.default).parsebytes(octets)
    parts = {part.get_content_type(): part for part in message.walk() if not part.is_multipart()}
    calendar = parts.get("text/calendar")
    parsed = None if calendar is None else Calendar.from_ical(calendar.get_content())
    return {
        "rcpt": message["x-rcptto"],
        "to": message["to"],
        "from": message["from"],
        "subject": message["subject"],
        "messageId": message["message-id"],
        "defects": [type(defect).__name__ for part in message.walk() for defect in part.defects],
        "text": parts["text/plain"].get_content(),
        "html": parts["text/html"].get_content(),
        "calendar": parsed
        and {
            "parameter": calendar["content-type"].params.get("method"),
            "method": text_of(parsed.get("method")),
            "complaints": complaints_of(calendar.get_content()),
            "events": [event_of(event) for event in parsed.walk("VEVENT")],
        },
    }


box = mailbox.Maildir(sys.argv[1], create=False)
print(json.dumps([mail_of(box.get_bytes(key)) for key in sorted(box.keys())]))
