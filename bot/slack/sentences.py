"""The tables of Slack's error codes: what kind each one is, and the sentence an admin reads about it.

A row is (kind, sentence, codes) and holds for all methods; `method_sentences.py` says where one differs. In a
sentence `{doing}` stands for what Warmline was about to do ("post a message") and `{code}` for Slack's code.
"""

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a failure asks of the sender."""

    WAIT = "wait"  # passing, and surely nothing happened: send again later
    UNKNOWN = "unknown"  # it may have happened: read back before sending again
    DONE = "done"  # it is already so
    ADOPT = "adopt"  # the channel's name is taken: ours from an earlier try, or else the next name
    GONE = "gone"  # the installation is over: stop sending for this workspace
    PERSON = "person"  # only a person can help: park it with the sentence


Row = tuple[Kind, str, str]

UNREADABLE: Final = (
    "Slack's answer could not be read when Warmline tried to {doing}; it looks whether that happened before trying "
    "again."
)
CUT_OFF: Final = (
    "The connection broke when Warmline tried to {doing}; it looks whether that happened before trying again."
)
NOT_REACHED: Final = "Slack could not be reached to {doing}; Warmline tries again by itself."
ASK_AGAIN: Final = "Slack could not answer just now when Warmline tried to {doing}; it asks again by itself."
MISFIT: Final = (
    "Warmline asked Slack to {doing} in a way that Slack doesn't accept ({code}). This is a fault of Warmline, not "
    "yours: please report it with this code."
)
WRONG_ADDRESS: Final = (
    "Slack's address in Warmline's configuration can't be used to {doing}. Correct it there, then resume this."
)
NEW_CODE: Final = (
    "Slack didn't let Warmline {doing}, with a code that Warmline doesn't know: {code}. Look it up in Slack's "
    "documentation of {method}, set right what it names, then resume this; nothing is lost meanwhile."
)

_REINSTALL: Final = (
    "Warmline's access to this workspace has ended ({code}). Install it again to go on; nothing is lost."
)
_ROLE: Final = "This workspace's rules don't let Warmline {doing} ({code}). An owner of the workspace can allow it."
_SLACK_CONNECT: Final = (
    "The channel is shared with another company, and the rules for shared channels forbid this content ({code}). "
    "Ask a workspace admin to allow it, then resume this."
)
_FILES: Final = "Slack refused a file or link ({code}). Have an admin allow this kind of file, or drop this."
_SCREEN: Final = "The button or command was used too long ago for Slack to open a window. Please use it again."

EVERYWHERE: Final[tuple[Row, ...]] = (
    (
        Kind.WAIT,
        "Slack asked for a slower pace; Warmline waits and goes on by itself.",
        "ratelimited rate_limited ratelimit too_many_requests message_limit_exceeded",
    ),
    (Kind.WAIT, "Slack is not available just now; Warmline goes on by itself.", "service_unavailable"),
    (
        Kind.WAIT,
        "Slack is moving this workspace or channel to another organization; Warmline goes on once that is over.",
        "team_added_to_org external_channel_migrating",
    ),
    (Kind.WAIT, ASK_AGAIN, "fetch_members_failed list_record_comment_fetch_failed"),
    (
        Kind.UNKNOWN,
        "Slack failed when Warmline tried to {doing}, and part of it may have happened; it looks before trying again.",
        "fatal_error internal_error request_timeout update_failed",
    ),
    (Kind.GONE, _REINSTALL, "account_inactive token_revoked invalid_auth app_uninstalled app_not_installed"),
    (
        Kind.DONE,
        "This was already so; nothing is left to do.",
        "already_in_channel cant_invite_self already_pinned already_reacted no_reaction already_archived",
    ),
    (
        Kind.PERSON,
        "Warmline lacks the permission (scope) to {doing}. Add it in the app's settings and install Warmline again.",
        "missing_scope",
    ),
    (
        Kind.PERSON,
        "Slack doesn't accept Warmline's token to {doing} ({code}). Check the tokens in its configuration, or install "
        "it again.",
        "not_authed token_expired not_allowed_token_type is_bot",
    ),
    (
        Kind.PERSON,
        "Slack wants the workspace's sign-in finished first ({code}). An admin has to sign in to the organization or "
        "set up two-factor sign-in, then resume this.",
        "org_login_required two_factor_setup_required",
    ),
    (
        Kind.PERSON,
        "The organization hasn't given Warmline access to this workspace. An organization admin can add it under the "
        "app's workspaces.",
        "team_access_not_granted",
    ),
    (
        Kind.PERSON,
        "The organization's security rules don't let Warmline {doing} ({code}). Ask whoever manages Slack to allow the "
        "app and the network it runs in.",
        "access_denied accesslimited ekm_access_denied enterprise_is_restricted app_access_restricted no_permission "
        "forbidden_team permission_denied no_access send_on_behalf_not_allowed",
    ),
    (Kind.PERSON, _ROLE, "restricted_action user_is_restricted"),
    (
        Kind.PERSON,
        "Warmline is not a member of this channel. Invite it there with /invite, then resume this.",
        "not_in_channel",
    ),
    (
        Kind.PERSON,
        "Slack can't find this channel, or Warmline can't see it: it was deleted, or is private without Warmline. "
        "If it is still there, invite Warmline into it and resume this; else drop this.",
        "channel_not_found",
    ),
    (
        Kind.PERSON,
        "The channel is archived. Unarchive it in Slack and resume this, or drop this.",
        "is_archived is_inactive channel_archived",
    ),
    (
        Kind.PERSON,
        "Only chosen people have access to this channel. Have someone inside add Warmline, then resume this.",
        "channel_is_limited_access",
    ),
    (
        Kind.PERSON,
        "Warmline can't {doing} in this kind of conversation, only in a normal public or private channel. Drop this.",
        "method_not_supported_for_channel_type",
    ),
    (
        Kind.PERSON,
        "Slack doesn't know this person or app; it may have been removed. Drop this if so.",
        "user_not_found users_not_found no_user missing_user bot_not_found bots_not_found",
    ),
    (
        Kind.PERSON,
        "This person can't be reached in Slack: deactivated, or hidden from Warmline. Drop this unless that changes.",
        "user_disabled user_not_visible cannot_dm_bot",
    ),
    (
        Kind.PERSON,
        "Slack doesn't know this workspace or organization ({code}). Check where Warmline is installed.",
        "team_not_found enterprise_not_found org_not_found team_not_on_enterprise not_in_team "
        "fail_to_get_teams_for_restricted_user",
    ),
    (
        Kind.PERSON,
        "The message is gone: somebody deleted it in Slack. Nothing is left to do there, so drop this.",
        "message_not_found thread_not_found duplicate_message_not_found duplicate_channel_not_found",
    ),
    (
        Kind.PERSON,
        "The message didn't fit Slack's limits ({code}), which is a fault of Warmline: please report it with this "
        "code.",
        "invalid_blocks invalid_blocks_format msg_blocks_too_long msg_too_long no_text too_many_attachments "
        "invalid_attachments attachment_payload_limit_exceeded markdown_text_conflict block_mismatch "
        "too_many_contact_cards view_too_large too_long",
    ),
    (
        Kind.PERSON,
        "Warmline can't write to people directly, because the Messages tab of its app is switched off. Switch it on in "
        "the app's settings under App Home.",
        "messages_tab_disabled",
    ),
    (
        Kind.PERSON,
        "Only some people may post in this channel. Ask a workspace admin to let Warmline post there.",
        "restricted_action_read_only_channel posting_to_channel_denied",
    ),
    (
        Kind.PERSON,
        "This channel's rules about threads don't let Warmline post here ({code}). A workspace admin can change the "
        "channel's posting permissions.",
        "restricted_action_thread_only_channel restricted_action_non_threadable_channel "
        "restricted_action_thread_locked thread_locked cannot_reply_to_message",
    ),
    (
        Kind.PERSON,
        "Slack doesn't let Warmline change this message any more ({code}): it is too old or not its own. It "
        "stays as it is; drop this.",
        "cant_update_message edit_window_closed streaming_state_conflict no_dual_broadcast_content_update "
        "cant_broadcast_message",
    ),
    (Kind.PERSON, "Slack doesn't let Warmline delete this message; a workspace admin can.", "cant_delete_message"),
    (
        Kind.PERSON,
        _SLACK_CONNECT,
        "slack_connect_blocked_file_type slack_connect_canvas_sharing_blocked slack_connect_clip_sharing_blocked "
        "slack_connect_file_link_sharing_blocked slack_connect_file_upload_sharing_blocked "
        "slack_connect_lists_sharing_blocked cannot_bookmark_from_external_org "
        "cannot_bookmark_restricted_sharing_enabled",
    ),
    (
        Kind.PERSON,
        _FILES,
        "blocked_file_type file_deleted file_is_deleted file_not_found file_not_shared file_share_limit_reached "
        "max_file_sharing_exceeded missing_file_data unable_to_share_files file_comment_not_found file_already_added",
    ),
    (
        Kind.PERSON,
        "Slack no longer offers the way in which Warmline tried to {doing} ({code}). Update Warmline to its newest "
        "version.",
        "method_deprecated deprecated_endpoint unknown_method not_implemented",
    ),
    (
        Kind.PERSON,
        _SCREEN,
        "expired_trigger_id exchanged_trigger_id invalid_trigger_id trigger_expired trigger_exchanged",
    ),
    (
        Kind.PERSON,
        MISFIT,
        "invalid_arguments missing_argument missing_args invalid_arg_name invalid_array_arg invalid_charset "
        "invalid_form_data invalid_post_type missing_post_type invalid_cursor invalid_limit limit_required "
        "invalid_types invalid_ts_latest invalid_ts_oldest invalid_metadata_filter_keys invalid_metadata_format "
        "invalid_metadata_schema metadata_must_be_sent_from_app metadata_too_large bad_timestamp as_user_not_supported "
        "no_item_specified users_list_not_supplied not_enough_users too_many_users invalid_user_combination "
        "draft_already_deleted draft_already_sent draft_has_conflict draft_not_found insecure_request",
    ),
)
