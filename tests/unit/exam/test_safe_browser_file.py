"""The settings file for Safe Exam Browser: its Config Key is what the programme itself reckons from the file."""

import plistlib
from base64 import b64decode
from datetime import UTC, datetime

import pytest

from exam.domain.safe_browser_file import config_key_of, file_of, settings_for

YES = """
allowedDisplayBuiltin allowPreferencesWindow allowQuit allowUserSwitching browserURLSalt browserWindowAllowReload
createNewDesktop detectStoppedProcess downloadAndOpenSebConfig enableAltTab enableAppSwitcherCheck enableEsc enableF1
enableF10 enableF11 enableF12 enableF2 enableF3 enableF4 enableF5 enableF6 enableF7 enableF8 enableF9 enableJavaScript
enableLogging enablePlugIns enablePrivateClipboard enableRightMouse enableSebBrowser enableZoomPage enableZoomText
examSessionClearSessionCookies forceAppFolderInstall hookKeys ignoreExitKeys mobileAllowInlineMediaPlayback
mobileEnableASAM mobilePreventAutoLock mobileSupportedFormFactorsCompact mobileSupportedFormFactorsNonTelephonyCompact
mobileSupportedFormFactorsRegular mobileSupportedScreenOrientationsCompactLandscapeLeft
mobileSupportedScreenOrientationsCompactLandscapeRight mobileSupportedScreenOrientationsCompactPortrait
mobileSupportedScreenOrientationsRegularLandscapeLeft mobileSupportedScreenOrientationsRegularLandscapeRight
mobileSupportedScreenOrientationsRegularPortrait mobileSupportedScreenOrientationsRegularPortraitUpsideDown
monitorProcesses newBrowserWindowAllowReload newBrowserWindowNavigation quitURLConfirm restartExamPasswordProtected
sendBrowserExamKey showBackToStartButton showMenuBar showQuitButton showReloadButton showTaskBar showTime urlFilterRegex
"""
NO = """
allowBrowsingBackForward allowDictation allowDictionaryLookup allowDisplayMirroring allowDownUploads
allowFlashFullscreen allowPDFPlugIn allowScreenSharing allowSiri allowSpellCheck allowSwitchToApplications
allowUserAppFolderInstall allowVideoCapture allowVirtualMachine allowWlan blockPopUpWindows browserMediaAutoplay
browserScreenKeyboard configFileCreateIdentity configFileEncryptUsingIdentity downloadPDFFiles enableAltEsc enableAltF4
enableAltMouseWheel enableBrowserWindowToolbar enableCtrlEsc enableDrawingEditor enableJava enablePrintScreen
enableStartMenu enableTouchExit examSessionReconfigureAllow hideBrowserWindowToolbar ignoreQuitPassword
insideSebEnableChangeAPassword insideSebEnableEaseOfAccess insideSebEnableLockThisComputer insideSebEnableLogOff
insideSebEnableNetworkConnectionSelector insideSebEnableShutDown insideSebEnableStartTaskManager
insideSebEnableSwitchUser insideSebEnableVmWareClientShade killExplorerShell logSendingRequiresAdminPassword
mobileAllowPictureInPictureMediaPlayback mobileAllowQRCodeConfig mobileAllowSingleAppMode
mobileCompactAllowInlineMediaPlayback mobileEnableGuidedAccessLinkTransform mobileShowSettings
mobileSupportedScreenOrientationsCompactPortraitUpsideDown newBrowserWindowByLinkBlockForeign
newBrowserWindowByScriptBlockForeign newBrowserWindowShowReloadWarning openDownloads pinEmbeddedCertificates
quitURLRestart removeBrowserProfile removeLocalStorage restartExamUseStartURL sebServerFallback showInputLanguage
showNavigationButtons showReloadWarning showScanQRCodeButton startURLAllowDeepLink startURLAppendQueryParameter
touchOptimized URLFilterEnable URLFilterEnableContentFilter urlFilterTrustedContent
"""
NUMBERS = {
    "allowedDisplaysMaxNumber": 1, "allowiOSBetaVersionNumber": 0, "allowiOSVersionNumberMajor": 9,
    "allowiOSVersionNumberMinor": 3, "allowiOSVersionNumberPatch": 5, "browserMessagingPingTime": 120000,
    "browserUserAgentiOS": 0, "browserUserAgentMac": 0, "browserUserAgentWinDesktopMode": 0,
    "browserUserAgentWinTouchMode": 0, "browserViewMode": 0, "browserWindowShowURL": 0, "chooseFileToUploadPolicy": 0,
    "exitKey1": 2, "exitKey2": 10, "exitKey3": 5, "logLevel": 4, "mainBrowserWindowPositioning": 1,
    "minMacOSVersion": 4, "mobileStatusBarAppearance": 1, "mobileStatusBarAppearanceExtended": 1,
    "newBrowserWindowByLinkPolicy": 1, "newBrowserWindowByLinkPositioning": 2, "newBrowserWindowByScriptPolicy": 2,
    "newBrowserWindowShowURL": 2, "oskBehavior": 2, "proxySettingsPolicy": 0, "sebConfigPurpose": 0, "sebMode": 0,
    "sebServicePolicy": 2, "taskBarHeight": 40, "URLFilterMessage": 0, "zoomMode": 0,
}  # fmt: skip
WORDS = {
    "browserMessagingSocket": r"ws:\localhost:8706",
    "browserUserAgentWinTouchModeIPad": "Mozilla/5.0 (iPad; CPU OS 11_4_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/11.0 Mobile/15E148 Safari/604.1",
    "downloadDirectoryOSX": "/Users/andrewmadden/Downloads",
    "downloadDirectoryWin": "Downloads",
    "mainBrowserWindowHeight": "100%", "mainBrowserWindowWidth": "100%", "newBrowserWindowByLinkHeight": "100%",
    "newBrowserWindowByLinkWidth": "1000", "startURL": "https://www.google.com",
}  # fmt: skip
EMPTY = """
blacklistURLFilter browserUserAgent browserUserAgentiOSCustom browserUserAgentMacCustom
browserUserAgentWinDesktopModeCustom browserUserAgentWinTouchModeCustom examSessionReconfigureConfigURL
hashedAdminPassword hashedQuitPassword logDirectoryOSX logDirectoryWin quitURL restartExamText restartExamURL
sebServerURL whitelistURLFilter
"""
LISTS = """
additionalResources embeddedCertificates permittedProcesses prohibitedProcesses URLFilterIgnoreList URLFilterRules
"""
PROXIES = {
    "AutoConfigurationEnabled": False, "AutoConfigurationJavaScript": "", "AutoConfigurationURL": "",
    "AutoDiscoveryEnabled": False, "ExceptionsList": [], "ExcludeSimpleHostnames": False, "FTPPassive": True,
    **{
        f"{kind}{what}": value
        for kind, port in (("FTP", 21), ("HTTP", 80), ("HTTPS", 443), ("RTSP", 554), ("SOCKS", 1080))
        for what, value in {
            "Enable": False, "Password": "", "Port": port, "Proxy": "", "RequiresPassword": False, "Username": "",
        }.items()
    },
}  # fmt: skip
PUBLISHED = {
    **dict.fromkeys(YES.split(), True),
    **dict.fromkeys(NO.split(), False),
    **dict.fromkeys(EMPTY.split(), ""),
    **{name: [] for name in LISTS.split()},
    **NUMBERS,
    **WORDS,
    "configKeySalt": b"",
    "examKeySalt": b64decode("4iLONVAc1yKWLxbe6Vbf2vWYQO6zIRAobKgc3f25LH8="),
    "originatorVersion": "SEB_OSX_2.1.4_2B66",
    "proxies": {f"org_safeexambrowser_SEB_{name}": value for name, value in PROXIES.items()},
}
"""What the programme for macOS wrote in version 2.1.4; its Config Key is published with Moodle's tests."""


def test_the_config_key_is_the_published_one():
    expected = "4fa9af8ec8759eb7c680752ef4ee5eaf1a860628608fccae2715d519849f9292"

    assert config_key_of(PUBLISHED) == expected
    assert config_key_of(dict(reversed(PUBLISHED.items()))) == expected


@pytest.mark.parametrize(
    ("settings", "same"),
    [
        pytest.param({"originatorVersion": "SEB_Win_2.1.1"}, True, id="who wrote the file"),
        pytest.param({"empty": {}}, True, id="an empty dictionary"),
        pytest.param({"allowQuit": False}, False, id="a switch"),
        pytest.param({"list": []}, False, id="an empty list"),
        pytest.param({"when": datetime(2026, 3, 2, tzinfo=UTC).replace(tzinfo=None)}, False, id="a day"),
    ],
)
def test_what_counts_and_what_does_not(settings, same):
    plain = {"startURL": "https://exam.example.org/exams", "allowQuit": True}

    assert (config_key_of(plain | settings) == config_key_of(plain)) is same


def test_the_file_says_what_its_key_was_reckoned_from():
    settings = settings_for("https://exam.example.org/exams")
    read = plistlib.loads(file_of(settings))

    assert read == settings
    assert config_key_of(read) == config_key_of(settings)
    assert (read["startURL"], read["sendBrowserExamKey"]) == ("https://exam.example.org/exams", True)
