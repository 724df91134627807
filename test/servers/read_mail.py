"""Every mail of a maildir as JSON, read by libraries that know nothing of ours: Python's email package and icalendar."""
import json
import mailbox
import sys
from email import policy
from email.parser import BytesParser

from icalendar import Calendar


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
            "events": [event_of(event) for event in parsed.walk("VEVENT")],
        },
    }


box = mailbox.Maildir(sys.argv[1], create=False)
print(json.dumps([mail_of(box.get_bytes(key)) for key in sorted(box.keys())]))
